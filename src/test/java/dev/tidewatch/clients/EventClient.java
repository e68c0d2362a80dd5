package dev.tidewatch.clients;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A published client of Server-Sent Events, with its own defaults, and all that it hands to its
 * application.
 */
abstract class EventClient implements AutoCloseable {

  private final List<Event> events = new CopyOnWriteArrayList<>();

  /**
   * One event.
   *
   * @param name {@code message} for one without a name
   */
  record Event(String name, String id, String data) {}

  final void handOver(Event event) {
    events.add(event);
  }

  /** What the application has been handed so far. */
  List<Event> events() {
    return events;
  }

  /** Likewise, of one name. */
  final List<Event> events(String name) {
    return events().stream().filter(event -> event.name().equals(name)).toList();
  }

  @Override
  public abstract void close();
}
