package dev.tidewatch.testing.clients;

import dev.tidewatch.testing.RunScript;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A reader of the feed {@code changes} that goes from node to node, and over whichever protocol,
 * and takes nothing along but the id of the last change it got.
 */
public final class RoamingClient {

  /** How it reads. */
  public enum Protocol {
    WEBSOCKET(SocketConnection::new),
    SERVER_SENT_EVENTS(SseConnection::new),
    POLL(PollConnection::new);

    private final BiFunction<URI, String, ClientConnection> visit;

    Protocol(BiFunction<URI, String, ClientConnection> visit) {
      this.visit = visit;
    }
  }

  private final List<Integer> numbers = new ArrayList<>();
  private String last;
  private ClientConnection visit;

  private RoamingClient(String position) {
    last = position;
  }

  /** A client that starts at a node's current position. */
  public static RoamingClient startingAt(RunScript node) {
    return new RoamingClient(
        ClientConnection.parse(node.get("api/feeds/changes").body()).getString("position"));
  }

  /** Goes to a node, and reads on there. */
  public void arrive(RunScript node, Protocol protocol) {
    visit = protocol.visit.apply(node.base(), last);
  }

  /** How many changes have come since it arrived. */
  public int received() {
    return visit.received();
  }

  /** Leaves at once. */
  public void leave() {
    for (ClientConnection.Item item : visit.leave()) {
      numbers.add(item.number());
      last = item.id();
    }
  }

  /** The {@code n} of every change it got, in the order they came. */
  public List<Integer> numbers() {
    return numbers;
  }
}
