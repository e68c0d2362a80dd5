package dev.tidewatch.feed.control;

import dev.tidewatch.config.PageSettings;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.FeedView;
import dev.tidewatch.feed.control.view.View;
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
import java.util.LinkedList;
import java.util.List;

/** The latest changes, which pages show before they are live. Thread-safe. */
@ApplicationScoped
public class RecentChanges {

  /**
   * Runs before the Broadcaster, so that a change that was sent to a client is also on the page.
   */
  private static final int PRIORITY = Broadcaster.PRIORITY - 1;

  @Inject private PageSettings settings;

  /** The most entries of the log that are looked at for one page. */
  private static final int SEARCHED = 4096;

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

  /**
   * The changes to show to a reader: of one that may not see everything, the latest in the log that
   * it may see.
   */
  public Recent take(Feed feed, View view) {
    FeedView own = feed.subscribers().view(view);
    if (own.isRestricted()) {
      return seen(feed.log(), own, ChangeFilter.NONE, size);
    }
    Recent all = take();
    return own.isAll()
        ? all
        : new Recent(
            all.changes().stream()
                .map(change -> (Change) own.see(new LogEntry(change)).entry().content())
                .toList(),
            all.before());
  }

  /**
   * The latest changes that a feed has in memory, of those that a reader may see and that a filter
   * passes.
   *
   * @param most how many
   */
  public Recent newest(Feed feed, View view, ChangeFilter filter, int most) {
    return seen(feed.log(), feed.subscribers().view(view), filter, most);
  }

  private static Recent seen(ChangeLog log, FeedView view, ChangeFilter filter, int size) {
    LinkedList<Change> seen = new LinkedList<>();
    long number = log.end();
    for (int i = 0; i < SEARCHED && seen.size() <= size; i++) {
      LogEntry entry = log.at(--number);
      if (entry == null) {
        break;
      }
      LogEntry shown = view.see(entry).entry();
      if (shown != null && shown.content() instanceof Change change && filter.passes(shown)) {
        seen.addFirst(change);
      }
    }
    if (seen.isEmpty()) {
      return new Recent(List.of(), null);
    }
    // one more was looked for, because positions of hidden changes are not shown
    Position before =
        seen.size() > size
            ? seen.removeFirst().position()
            : seen.getFirst().position().highWaterMark();
    return new Recent(List.copyOf(seen), before);
  }

  synchronized void remember(
      @Observes @InFeed(FeedSettings.CHANGES) @Priority(PRIORITY) Change change) {
    changes.addLast(change);
    if (changes.size() > size) {
      before = changes.removeFirst().position();
    }
  }
}
