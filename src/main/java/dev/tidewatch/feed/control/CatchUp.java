package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.RawBsonDocument;

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
  private final StreamSource source;
  private final ScheduledExecutorService executor;
  private final Semaphore permits = new Semaphore(PARALLEL);

  /** What one read came to. */
  sealed interface Result permits Read, Refused {}

  /** The entries after a position, and where they end; both may be short of what there is. */
  record Read(List<LogEntry> entries, Position reached) implements Result {}

  /** The server knows no such position. */
  record Refused() implements Result {}

  /**
   * Reads for one feed.
   *
   * @param source opens the feed's stream at a position
   * @param executor runs the reads
   */
  public CatchUp(ChangeLog log, StreamSource source, ScheduledExecutorService executor) {
    this.log = log;
    this.source = source;
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
    Result result;
    try {
      result = readOnce(after);
    } catch (RuntimeException e) {
      result =
          switch (StreamFailure.of(e).kind()) {
            case HISTORY_LOST -> gap(after);
            case BAD_POSITION -> new Refused();
            // the watch itself is down then too, and says so
            default -> null;
          };
    } finally {
      permits.release();
    }
    if (result == null) {
      submit(after, done, RETRY_MILLIS);
    } else {
      done.accept(result);
    }
  }

  private Result readOnce(Position after) {
    List<LogEntry> entries = new ArrayList<>();
    long bytes = 0;
    Position reached = after;
    try (ChangeStream stream = source.startAfter(after)) {
      while (entries.size() < MAX_ENTRIES && bytes < MAX_BYTES) {
        Optional<RawBsonDocument> document = stream.tryNext();
        if (document.isPresent()) {
          Change change = Change.of(document.get());
          entries.add(new LogEntry(change));
          bytes += change.weight();
          reached = change.position();
        } else if (stream.resumeToken() != null) {
          reached = max(reached, Position.of(stream.resumeToken()));
        }
        if (document.isEmpty() || !stream.isAlive() || log.after(reached).isPresent()) {
          break;
        }
      }
    }
    return new Read(entries, reached);
  }

  private Result gap(Position after) {
    Position origin = log.origin();
    if (origin == null || !origin.isAfter(after)) {
      return null;
    }
    FeedEntry gap = new Gap(Gap.Reason.HISTORY_LOST, after, origin);
    return new Read(List.of(new LogEntry(gap)), origin);
  }

  private static Position max(Position a, Position b) {
    return a.isAfter(b) ? a : b;
  }
}
