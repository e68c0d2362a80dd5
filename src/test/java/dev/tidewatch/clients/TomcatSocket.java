package dev.tidewatch.clients;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.tomcat.websocket.WsWebSocketContainer;

/**
 * Tomcat's WebSocket client with its defaults: it takes messages of 8 KiB, and closes with 1009.
 */
final class TomcatSocket extends Endpoint implements AutoCloseable {

  private final List<JsonObject> messages = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WsWebSocketContainer container = new WsWebSocketContainer();

  TomcatSocket(URI uri) {
    try {
      container.connectToServer(
          this,
          ClientEndpointConfig.Builder.create()
              .preferredSubprotocols(List.of("tidewatch.v1"))
              .build(),
          uri);
    } catch (DeploymentException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.addMessageHandler(
        String.class,
        (MessageHandler.Whole<String>)
            text -> {
              try (var reader = Json.createReader(new StringReader(text))) {
                messages.add(reader.readObject());
              }
            });
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    closed.complete(reason.getCloseCode().getCode());
  }

  /** How many changes have come. */
  int changes() {
    return messages.stream()
        .filter(message -> message.getString("type").equals("changes"))
        .mapToInt(message -> message.getJsonArray("changes").size())
        .sum();
  }

  /** The close code, once the socket was closed by either side. */
  CompletableFuture<Integer> closed() {
    return closed;
  }

  @Override
  public void close() {
    container.destroy();
  }
}
