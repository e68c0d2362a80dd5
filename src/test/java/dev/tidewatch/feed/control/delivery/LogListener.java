package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.watch.WatchLoop;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import java.util.function.Consumer;

/**
 * Appends what a watch reads to a log and wakes its readers.
 *
 * @param read gets each entry before it is appended
 * @param reported gets each status
 */
public record LogListener(
    ChangeLog log,
    Subscribers subscribers,
    Consumer<FeedEntry> read,
    Consumer<WatchStatus> reported)
    implements WatchLoop.Listener {

  @Override
  public void entry(FeedEntry entry) {
    read.accept(entry);
    log.append(new LogEntry(entry));
    subscribers.wake();
  }

  @Override
  public void startedAt(Position position) {
    log.advance(position);
  }

  @Override
  public void upToDate(Position position) {
    log.advance(position);
  }

  @Override
  public void status(WatchStatus status) {
    reported.accept(status);
  }
}
