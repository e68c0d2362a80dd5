package dev.tidewatch.testing.clients;

import dev.tidewatch.feed.control.format.V1Format;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** Over a WebSocket, with the subprotocol {@code tidewatch.v1}. */
final class SocketConnection implements ClientConnection {

  private final TestSocket socket;

  SocketConnection(URI base, String after) {
    socket =
        TestSocket.connectWith(
            V1Format.SUBPROTOCOL,
            URI.create("ws://" + base.getAuthority() + "/feeds/changes?after=" + after));
  }

  @Override
  public int received() {
    return (int) items().count();
  }

  @Override
  public List<Item> leave() {
    socket.close();
    return items().toList();
  }

  private Stream<Item> items() {
    return socket.messages().stream().flatMap(SocketConnection::items);
  }

  private static Stream<Item> items(JsonObject message) {
    return switch (message.getString("type")) {
      case "hello", "heartbeat" -> Stream.of();
      case "changes" ->
          message.getJsonArray("changes").getValuesAs(JsonObject.class).stream()
              .map(item -> Item.of(item.getString("id"), item.getJsonObject("change")));
      default -> throw new AssertionError("not owed to a reader: " + message);
    };
  }
}
