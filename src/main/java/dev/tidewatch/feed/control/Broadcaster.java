package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.inject.Inject;

/**
 * Hands every change and gap to its feed, which appends it to its log and wakes its readers: the
 * WebSocket endpoints, Server-Sent Events and polls that have subscribed to it. Nothing is sent
 * from here, because observers run on the watch's thread.
 */
@ApplicationScoped
public class Broadcaster {

  /**
   * Runs before every observer without an explicit lower priority. {@link Integer#MIN_VALUE} would
   * run last, because Weld compares priorities by subtraction.
   */
  static final int PRIORITY = -1_000_000;

  @Inject private FeedRegistry feeds;

  void change(@Observes @Priority(PRIORITY) Change change, EventMetadata event) {
    broadcast(change, event);
  }

  void gap(@Observes @Priority(PRIORITY) Gap gap, EventMetadata event) {
    broadcast(gap, event);
  }

  private void broadcast(FeedEntry entry, EventMetadata event) {
    event.getQualifiers().stream()
        .filter(InFeed.class::isInstance)
        .map(qualifier -> ((InFeed) qualifier).value())
        .forEach(name -> feeds.find(name).ifPresent(feed -> feed.append(entry)));
  }
}
