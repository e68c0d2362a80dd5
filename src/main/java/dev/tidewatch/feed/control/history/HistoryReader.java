package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.index.ServerFilter;
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
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads a feed's history from MongoDB, a batch at a time, and keeps its cursor between batches.
 * Blocks only while the server works.
 *
 * <p>One thread at a time reads and closes; any thread may ask for the position. Bound: {@link
 * #MAX_ENTRIES} and {@link #MAX_BYTES} for a batch, plus the rest of the cursor's last reply, which
 * is at most 16 MB.
 */
final class HistoryReader implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(HistoryReader.class.getName());

  /** The most entries of a batch. */
  static final int MAX_ENTRIES = 1000;

  /** The bytes after which a batch ends; the last entry may exceed them. */
  static final long MAX_BYTES = 1 << 20;

  private final ChangeLog log;
  private final FeedStreamFactory streams;
  private final Predicate<Position> known;
  private volatile Position position;
  private FeedStream stream;
  // what the server may leave out of; null if it has to send everything
  private ServerFilter filter;

  /** The outcome of a read. */
  sealed interface Outcome permits HistoryBatch, Refused, Lost, Failed {}

  /** The position is unknown to the server, or the feed has stopped. Final. */
  record Refused(CloseReason reason) implements Outcome {}

  /**
   * What follows the position cannot be read.
   *
   * @param reason {@code HISTORY_LOST} holds for every position before {@code to}
   * @param to where the feed continues
   */
  record Lost(Gap.Reason reason, Position to) implements Outcome {}

  /** A retry may succeed. The watch is down as well and reports the cause. */
  record Failed() implements Outcome {}

  /**
   * A reader that starts at a position; no I/O yet.
   *
   * @param after where to begin
   * @param known whether what follows a position is in memory and need not be read
   * @param filter which changes are wanted; others may come too. Null for all
   */
  HistoryReader(
      ChangeLog log,
      FeedStreamFactory streams,
      Position after,
      Predicate<Position> known,
      ServerFilter filter) {
    this.log = log;
    this.streams = streams;
    this.position = after;
    this.known = known;
    this.filter = filter;
  }

  /** Where the next batch begins. */
  Position position() {
    return position;
  }

  /** Whether the next batch needs no new cursor. */
  boolean isOpen() {
    return stream != null;
  }

  /** Reads the next batch; without the filter, and from then on, if the server cannot apply it. */
  Outcome next() {
    Outcome outcome;
    try {
      outcome = read();
    } catch (Throwable e) {
      // including Errors, because readers wait for this
      if (filter != null) {
        close();
        LOG.log(Level.FINE, "history is read without a filter", e);
        filter = null;
        return next();
      }
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
      stream =
          filter == null
              ? streams.startAfter(position)
              : streams.startAfter(position, filter.match());
      stream.open();
    }
    List<LogEntry> entries = new ArrayList<>();
    Position reached = position;
    try {
      reached = fill(entries);
    } catch (RuntimeException e) {
      // what was read is valid; the error recurs and then concerns what follows
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

  /** The outcome if nothing could be read. */
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
    Position origin = log.origin();
    if (origin == null) {
      return new Failed();
    }
    if (!origin.isAfter(position)) {
      // the log has begun afresh and reaches back far enough now
      return new HistoryBatch(position, List.of(), position);
    }
    return reason == Gap.Reason.HISTORY_LOST ? goToOldest(origin) : new Lost(reason, origin);
  }

  /** Moves to where MongoDB's history begins, if that is before the log's. */
  private Outcome goToOldest(Position origin) {
    try {
      Optional<FeedStream> oldest = streams.atOldest(position, origin);
      if (oldest.isEmpty()) {
        return new Lost(Gap.Reason.HISTORY_LOST, origin);
      }
      Position begin = oldest.get().position();
      if (begin == null || !begin.isAfter(position)) {
        oldest.get().close();
        return new Failed();
      }
      // stays open, because the oplog may lose its beginning at any time
      stream = oldest.get();
      position = begin;
      return new Lost(Gap.Reason.HISTORY_LOST, begin);
    } catch (RuntimeException e) {
      return new Failed();
    }
  }

  /** Reads what precedes an unreadable event, then puts a gap in its place. */
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
      // one change in each reply would be slow for what follows
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

  /** Closes the cursor; the next read opens another. May be repeated; throws nothing. */
  @Override
  public void close() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }
}
