package dev.tidewatch.testing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A WebSocket client that keeps what it is sent. */
public final class TestSocket implements WebSocket.Listener, AutoCloseable {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final List<JsonObject> messages = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;

  private TestSocket(URI uri, String origin) {
    WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
    if (origin != null) {
      builder.header("Origin", origin);
    }
    socket = builder.buildAsync(uri, this).join();
  }

  /** Connects; throws what the handshake failed with. */
  public static TestSocket connect(URI uri) {
    return new TestSocket(uri, null);
  }

  /** Connects as a page of that origin would. */
  public static TestSocket connectFrom(String origin, URI uri) {
    return new TestSocket(uri, origin);
  }

  /** What has come so far. */
  public List<JsonObject> messages() {
    return messages;
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
      try (var reader = Json.createReader(new StringReader(part.toString()))) {
        messages.add(reader.readObject());
      }
      part.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
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
