package dev.tidewatch.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** A server of events that says only what a test lets it say. */
final class FakeFeed implements AutoCloseable {

  private static final long SOON = 20;
  private static final String ACCEPTED =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

  private final BlockingQueue<Visit> visits = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> refusals = new LinkedBlockingQueue<>();
  private final ServerSocket server;

  FakeFeed() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::accept, "fake-feed");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        greet(server.accept());
      }
    } catch (IOException e) {
      // it is closed
    }
  }

  private void greet(Socket socket) throws IOException {
    var lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    String request = lines.readLine();
    if (request == null) {
      return;
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
      String[] parts = line.split(": ", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
    Integer status = refusals.poll();
    String answer = status == null ? ACCEPTED : refused(status);
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    if (status == null) {
      URI uri = URI.create(request.split(" ")[1]);
      visits.add(
          new Visit(uri.getRawPath(), uri.getRawQuery(), headers.get("authorization"), socket));
    } else {
      socket.close();
    }
  }

  /** With a problem document, as the application answers; negative: without, as a proxy does. */
  private static String refused(int status) {
    String type = status > 0 ? "application/problem+json" : "text/html";
    return "HTTP/1.1 %d No\r\nContent-Type: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        .formatted(Math.abs(status), type);
  }

  /** Answers the next handshake that comes with a status. */
  void refuseNext(int status) {
    refusals.add(status);
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
  }

  /** The next client that has connected. */
  Visit visit() {
    try {
      Visit visit = visits.poll(SOON, TimeUnit.SECONDS);
      if (visit == null) {
        throw new AssertionError("nobody has connected");
      }
      return visit;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client that has connected. */
  record Visit(String path, String query, String authorization, Socket socket) {

    /**
     * Sends messages of {@code tidewatch.v1}, in which {@code '} is a quotation mark, as events.
     */
    Visit say(String... messages) {
      for (String message : messages) {
        BsonDocument said = BsonDocument.parse(message);
        String type = said.remove("type").asString().getValue();
        if (type.equals("changes")) {
          said.getArray("changes").stream()
              .map(BsonValue::asDocument)
              .forEach(item -> send("change", item.getString("id").getValue(), item.get("change")));
        } else {
          send(type, said.getString("position", new BsonString("")).getValue(), said);
        }
      }
      return this;
    }

    private void send(String name, String id, BsonValue data) {
      String json =
          data.asDocument()
              .toJson(JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build());
      write(
          (id.isEmpty() ? "" : "id: " + id + "\n")
              + ("event: " + name + "\ndata: " + json + "\n\n"));
    }

    /** Sends text as it is. */
    void write(String text) {
      try {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Without a word, as a crash. */
    void crash() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Waits until the client has disconnected. */
    void awaitEnd() {
      try {
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SOON));
        socket.getInputStream().readAllBytes();
      } catch (java.net.SocketTimeoutException e) {
        throw new AssertionError("it is still connected", e);
      } catch (IOException e) {
        // it was reset
      }
    }
  }
}
