package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads from MongoDB what has left the log, for readers that come back to an old position. Each
 * call reads one batch and lets go of its cursor, so a reader that is slow to take it holds nothing
 * on the database and no thread here.
 *
 * <p>Any thread. Bound: {@link #PARALLEL} reads at once, {@link #MAX_ENTRIES} and {@link
 * #MAX_BYTES} a batch; who comes when all are taken is tried again after {@link #RETRY_MILLIS}.
 */
public final class CatchUp {

  private static final int PARALLEL = 4;
  private static final int MAX_ENTRIES = 1000;
  private static final long MAX_BYTES = 1 << 20;
  private static final long RETRY_MILLIS = 500;

  private final ChangeLog log;
  private final FeedStreams streams;
  private final ScheduledExecutorService executor;
  private final Semaphore permits = new Semaphore(PARALLEL);

  /** What one read came to. */
  sealed interface Result permits Read, Refused {}

  /** The entries after a position, and where they end; both may be short of what there is. */
  record Read(List<LogEntry> entries, Position reached) implements Result {

    /** What stands in place of changes that could not be read; empty if all could. */
    Optional<Gap> gap() {
      // it comes by itself
      return entries.size() == 1 && entries.get(0).content() instanceof Gap gap
          ? Optional.of(gap)
          : Optional.empty();
    }
  }

  /** The server knows no such position. */
  record Refused() implements Result {}

  /**
   * Reads for one feed.
   *
   * @param streams opens the feed's stream at a position
   * @param executor runs the reads
   */
  public CatchUp(ChangeLog log, FeedStreams streams, ScheduledExecutorService executor) {
    this.log = log;
    this.streams = streams;
    this.executor = executor;
  }

  /** Reads on after a position; {@code done} gets the result, later and from another thread. */
  void read(Position after, Consumer<Result> done) {
    submit(after, done, 0);
  }

  private void submit(Position after, Consumer<Result> done, long delayMillis) {
    try {
      executor.schedule(() -> attempt(after, done), delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // the server stops, and closes the connection that waits for this
    }
  }

  private void attempt(Position after, Consumer<Result> done) {
    if (!permits.tryAcquire()) {
      submit(after, done, RETRY_MILLIS);
      return;
    }
    Result result = null;
    try {
      result = readOrInstead(after);
    } catch (Throwable e) {
      // an Error too, for a reader waits for this; tried again from the start
    } finally {
      permits.release();
    }
    if (result == null) {
      submit(after, done, RETRY_MILLIS);
    } else {
      done.accept(result);
    }
  }

  private Result readOrInstead(Position after) {
    try {
      return read(after, streams.startAfter(after));
    } catch (RuntimeException e) {
      return instead(after, StreamFailure.of(e, true));
    }
  }

  private Result read(Position after, FeedStream from) {
    List<LogEntry> entries = new ArrayList<>();
    long bytes = 0;
    Position reached = after;
    try (FeedStream stream = from) {
      stream.open();
      while (entries.size() < MAX_ENTRIES && bytes < MAX_BYTES) {
        Optional<Change> change = stream.tryNext();
        if (change.isPresent()) {
          entries.add(new LogEntry(change.get()));
          bytes += change.get().weight();
          reached = change.get().position();
        } else if (stream.position() != null) {
          reached = max(reached, stream.position());
        }
        if (change.isEmpty() || !stream.isAlive() || log.after(reached).isPresent()) {
          break;
        }
      }
    } catch (RuntimeException e) {
      // what was read is good; the error comes again, and is then about what follows
      if (entries.isEmpty()) {
        throw e;
      }
    }
    return new Read(entries, reached);
  }

  /** What a reader gets where nothing could be read; null to try again. */
  private Result instead(Position after, StreamFailure failure) {
    return switch (failure.kind()) {
      case HISTORY_LOST -> gap(Gap.Reason.HISTORY_LOST, after, log.origin());
      case PIPELINE_CHANGED -> gap(Gap.Reason.PIPELINE_CHANGED, after, log.origin());
      case OVERSIZED -> oneByOne(after);
      case BAD_POSITION -> new Refused();
      // the watch itself is down then too, and says so
      default -> null;
    };
  }

  /** What comes before an event that is too large; then a gap in its place. */
  private Result oneByOne(Position after) {
    try {
      return read(after, streams.oneByOne(after));
    } catch (RuntimeException e) {
      return StreamFailure.of(e, true).kind() == StreamFailure.Kind.OVERSIZED
          ? streams.firstAfter(after).map(to -> gap(Gap.Reason.OVERSIZED, after, to)).orElse(null)
          : null;
    }
  }

  private static Result gap(Gap.Reason reason, Position after, Position to) {
    return to == null || !to.isAfter(after)
        ? null
        : new Read(List.of(new LogEntry(new Gap(reason, after, to))), to);
  }

  private static Position max(Position a, Position b) {
    return a.isAfter(b) ? a : b;
  }
}
