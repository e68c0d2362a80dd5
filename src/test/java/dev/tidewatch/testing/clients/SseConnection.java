package dev.tidewatch.testing.clients;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** Over Server-Sent Events. */
final class SseConnection implements ClientConnection {

  private final TestEvents events;

  SseConnection(URI base, String after) {
    events = TestEvents.connectAfter(after, base.resolve("api/feeds/changes/events"));
  }

  @Override
  public int received() {
    return events.events().size();
  }

  @Override
  public List<Item> leave() {
    events.close();
    return events.events().stream().map(SseConnection::item).toList();
  }

  private static Item item(Map<String, String> event) {
    if (!event.get("event").equals("change")) {
      throw new AssertionError("not owed to a reader: " + event);
    }
    return Item.of(event.get("id"), ClientConnection.parse(event.get("data")));
  }
}
