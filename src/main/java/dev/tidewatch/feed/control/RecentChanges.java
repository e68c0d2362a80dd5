package dev.tidewatch.feed.control;

import dev.tidewatch.config.PageSettings;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Position;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest changes, which the index page shows before it is live. Thread-safe. */
@ApplicationScoped
public class RecentChanges {

  /**
   * Runs before the Broadcaster, so that a change that was sent to a client is also on the page.
   */
  private static final int PRIORITY = Broadcaster.PRIORITY - 1;

  @Inject private PageSettings settings;

  private final Deque<Change> changes = new ArrayDeque<>();
  private Position before;
  private int size;

  /**
   * The changes to show.
   *
   * @param changes oldest first
   * @param before the position right before the first; null if no change was ever dropped
   */
  public record Recent(List<Change> changes, Position before) {}

  @PostConstruct
  void configure() {
    size = settings.changes();
  }

  /** A copy. */
  public synchronized Recent take() {
    return new Recent(List.copyOf(changes), before);
  }

  synchronized void remember(
      @Observes @InFeed(FeedSettings.CHANGES) @Priority(PRIORITY) Change change) {
    changes.addLast(change);
    if (changes.size() > size) {
      before = changes.removeFirst().position();
    }
  }
}
