package dev.tidewatch.testing.clients;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A WebSocket client that keeps what it is sent. */
public final class TestSocket implements WebSocket.Listener, AutoCloseable {

  private static final HttpClient CLIENT = Http.client();

  private final List<JsonObject> messages = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private volatile String reason;
  private volatile int largest;
  private final AtomicLong pings = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;

  private TestSocket(URI uri, UnaryOperator<WebSocket.Builder> options) {
    socket = options.apply(CLIENT.newWebSocketBuilder()).buildAsync(uri, this).join();
  }

  /** Connects; throws what the handshake failed with. */
  public static TestSocket connect(URI uri) {
    return new TestSocket(uri, builder -> builder);
  }

  /** Connects as a page of that origin would. */
  public static TestSocket connectFrom(String origin, URI uri) {
    return new TestSocket(uri, builder -> builder.header("Origin", origin));
  }

  /** Connects and asks for a subprotocol, or for others. */
  public static TestSocket connectWith(String subprotocol, URI uri, String... others) {
    return new TestSocket(uri, builder -> builder.subprotocols(subprotocol, others));
  }

  /** The subprotocol that the server chose; empty if none. */
  public String subprotocol() {
    return socket.getSubprotocol();
  }

  /** What has come so far. */
  public List<JsonObject> messages() {
    return messages;
  }

  /** How many bytes that was. */
  public long bytes() {
    return bytes.get();
  }

  /** How many bytes the largest message was. */
  public int largest() {
    return largest;
  }

  /** What the server closed with, in words; null before it has. */
  public String reason() {
    return reason;
  }

  /** How often the server asked whether it is still there; it answers by itself. */
  public long pings() {
    return pings.get();
  }

  /** One member of each message, as text. */
  public List<String> texts(String member) {
    return messages.stream().map(message -> message.getString(member)).toList();
  }

  /** The close code, once the server closes. */
  public CompletableFuture<Integer> closed() {
    return closed;
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      int size = part.toString().getBytes(StandardCharsets.UTF_8).length;
      bytes.addAndGet(size);
      largest = Math.max(largest, size);
      try (var reader = Json.createReader(new StringReader(part.toString()))) {
        messages.add(reader.readObject());
      }
      part.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
    pings.incrementAndGet();
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    this.reason = reason;
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
