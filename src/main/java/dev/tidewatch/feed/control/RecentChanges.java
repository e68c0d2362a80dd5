package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.mongo.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last few changes, which a page shows before it is live. Any thread. */
@ApplicationScoped
public class RecentChanges {

  @Inject private Settings settings;

  private final Deque<Change> changes = new ArrayDeque<>();
  private int size;

  @PostConstruct
  void configure() {
    size = settings.pageChanges();
  }

  /** Oldest first; a copy. */
  public synchronized List<Change> list() {
    return List.copyOf(changes);
  }

  synchronized void remember(
      @Observes @InFeed(Feeds.CHANGES) @Priority(Feeds.OBSERVES_FIRST) Change change) {
    changes.addLast(change);
    if (changes.size() > size) {
      changes.removeFirst();
    }
  }
}
