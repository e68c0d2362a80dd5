package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.source.FeedStream;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.control.source.StreamFailure;
import dev.tidewatch.feed.control.source.UnreadableEvent;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads a feed's history from MongoDB, a batch at a time, and keeps its cursor from batch to batch.
 * It waits for nothing but the server.
 *
 * <p>One thread at a time reads and closes; any asks for the position. Bound: {@link #MAX_ENTRIES}
 * and {@link #MAX_BYTES} a batch, and what the cursor's last reply holds beyond it, which is at
 * most 16 MB.
 */
final class HistoryReader implements AutoCloseable {

  /** The most entries of a batch. */
  static final int MAX_ENTRIES = 1000;

  /** A batch ends with the entry that reaches it. */
  static final long MAX_BYTES = 1 << 20;

  private final ChangeLog log;
  private final FeedStreamFactory streams;
  private final Predicate<Position> known;
  private volatile Position position;
  private FeedStream stream;

  /** What a read came to. */
  sealed interface Outcome permits HistoryBatch, Refused, Lost, Failed {}

  /** Nothing will ever come: the server knows no such position, or the feed itself has stopped. */
  record Refused(CloseReason reason) implements Outcome {}

  /**
   * What follows the position cannot be had.
   *
   * @param reason {@code HISTORY_LOST} holds for every earlier position too
   * @param to where the feed goes on
   */
  record Lost(Gap.Reason reason, Position to) implements Outcome {}

  /** It may work later; the watch is down then too, and says why. */
  record Failed() implements Outcome {}

  /**
   * A reader that has not read anything yet.
   *
   * @param after where to begin
   * @param known whether what follows a position need not be read, because it is in memory
   */
  HistoryReader(
      ChangeLog log, FeedStreamFactory streams, Position after, Predicate<Position> known) {
    this.log = log;
    this.streams = streams;
    this.position = after;
    this.known = known;
  }

  /** Where the next batch begins. */
  Position position() {
    return position;
  }

  /** Whether the next batch costs no new cursor. */
  boolean isOpen() {
    return stream != null;
  }

  /** Reads the next batch. */
  Outcome next() {
    Outcome outcome;
    try {
      outcome = read();
    } catch (Throwable e) {
      // an Error too, because readers wait for this
      boolean seeking = stream == null || !stream.hasRead();
      close();
      outcome = instead(StreamFailure.of(e, seeking));
    }
    if (outcome instanceof HistoryBatch batch) {
      position = batch.reached();
    }
    return outcome;
  }

  private HistoryBatch read() {
    if (stream == null) {
      stream = streams.startAfter(position);
      stream.open();
    }
    List<LogEntry> entries = new ArrayList<>();
    Position reached = position;
    try {
      reached = fill(entries);
    } catch (RuntimeException e) {
      // what was read is good; the error comes again, and is then about what follows
      if (entries.isEmpty()) {
        throw e;
      }
      close();
      reached = entries.get(entries.size() - 1).position();
    }
    if (stream != null && !stream.isAlive()) {
      close();
    }
    return new HistoryBatch(position, entries, reached);
  }

  private Position fill(List<LogEntry> entries) {
    Position reached = position;
    long bytes = 0;
    while (entries.size() < MAX_ENTRIES && bytes < MAX_BYTES) {
      Optional<Change> change = stream.tryNext();
      if (change.isPresent()) {
        entries.add(new LogEntry(change.get()));
        bytes += change.get().weight();
        reached = change.get().position();
      } else if (stream.position() != null) {
        reached = max(reached, stream.position());
      }
      if (change.isEmpty() || !stream.isAlive() || known.test(reached)) {
        break;
      }
    }
    return reached;
  }

  /** What there is where nothing could be read. */
  private Outcome instead(StreamFailure failure) {
    return switch (failure.kind().forReader()) {
      case GAP -> lost(failure.kind().gap());
      case STEP_OVER -> oneByOne();
      case REFUSE -> new Refused(CloseReason.BAD_POSITION);
      case END -> new Refused(CloseReason.FAILED);
      case WAIT -> new Failed();
    };
  }

  private Outcome lost(Gap.Reason reason) {
    Position to = log.origin();
    if (to == null) {
      return new Failed();
    }
    // the log may have been begun afresh, and reach back far enough now
    return to.isAfter(position)
        ? new Lost(reason, to)
        : new HistoryBatch(position, List.of(), position);
  }

  /** What comes before an event that cannot be had; then a gap in its place. */
  private Outcome oneByOne() {
    stream = streams.oneByOne(position);
    try {
      stream.open();
      return read();
    } catch (RuntimeException e) {
      return StreamFailure.of(e, true).kind().forReader() == StreamFailure.ForReader.STEP_OVER
          ? stepOver()
          : new Failed();
    } finally {
      // with one change in each reply it would be slow for what follows
      close();
    }
  }

  private Outcome stepOver() {
    Position reached = position;
    List<LogEntry> gaps = new ArrayList<>();
    for (UnreadableEvent.Step step : streams.stepOver(position)) {
      if (step.reason() != null) {
        gaps.add(new LogEntry(new Gap(step.reason(), reached, step.to())));
      }
      reached = step.to();
    }
    return reached.equals(position) ? new Failed() : new HistoryBatch(position, gaps, reached);
  }

  private static Position max(Position a, Position b) {
    return a.isAfter(b) ? a : b;
  }

  /** Lets go of the cursor; the next read opens another. May be repeated, and throws nothing. */
  @Override
  public void close() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }
}
