package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Reads from MongoDB what has left the log, for readers that come back to an old position.
 *
 * <p>Readers share reads. A read begins at the earliest position that is asked for near the longest
 * waiting reader's, and goes on from there, on one cursor, while somebody waits further on. A
 * reader takes a batch and asks again, at its own pace; one that is close behind another finds its
 * batch in the {@link HistoryCache}. A thousand readers that come back after a restart cost MongoDB
 * about as much as one.
 *
 * <pre>
 *     A asks    B asks              C asks                the log
 *   ────┴─────────┴───────────────────┴────────────────────├─────────
 *       └── one cursor, batch by batch, serves A, B and C ─►
 * </pre>
 *
 * <p>Any thread. Bound: {@link #MAX_READS} cursors, which clients share equally; a request for each
 * reader that waits, which {@linkplain CatchUpRequest#cancel is withdrawn} when the reader leaves;
 * the bounds of {@link HistoryReader} and {@link HistoryCache}. A read that fails is tried again
 * after a delay, one for all that wait, and only while somebody waits. Stop signal: {@link #close}.
 */
public final class CatchUp {

  private static final Logger LOG = Logger.getLogger(CatchUp.class.getName());

  /** The most cursors on the server. */
  static final int MAX_READS = 4;

  /** A read serves positions up to so far ahead of it, in seconds of the server's clock. */
  static final long NEAR_SECONDS = 600;

  /** A reader that has waited longer for another's read to come by gets one of its own. */
  private static final long PATIENCE = Duration.ofSeconds(3).toNanos();

  private static final long FIRST_DELAY_MILLIS = 500;
  private static final long LONGEST_DELAY_MILLIS = 4000;

  private final ChangeLog log;
  private final FeedStreams streams;
  private final ScheduledExecutorService executor;
  private final LongAdder cursors = new LongAdder();
  private final Object lock = new Object();

  // guarded by the lock, with what they hold
  private final Set<CatchUpRequest> waiting = new LinkedHashSet<>();
  private final HistoryCache cache = new HistoryCache();
  private final List<Read> active = new ArrayList<>();
  private final Deque<Read> idle = new ArrayDeque<>();
  private long delayMillis;
  private boolean delayed;
  private boolean closed;

  /** What a reader gets. */
  sealed interface Result permits Entries, Refused {}

  /**
   * The entries of a batch from an index on; both may be short of what there is.
   *
   * @param first the index of the first entry after the reader's position
   */
  record Entries(HistoryBatch batch, int first) implements Result {

    static Entries after(Position position, HistoryBatch batch) {
      return new Entries(batch, batch.indexAfter(position));
    }

    /** What stands in place of changes that could not be read; empty if all could. */
    List<Gap> gaps() {
      List<LogEntry> entries = batch.entries();
      return entries.subList(first, entries.size()).stream()
          .map(LogEntry::content)
          .filter(Gap.class::isInstance)
          .map(Gap.class::cast)
          .toList();
    }
  }

  /** Nothing will ever come: the server knows no such position, or the feed itself has stopped. */
  record Refused(CloseReason reason) implements Result {}

  /** A cursor's way through the history, and for whom it was begun or taken up. */
  private record Read(HistoryReader reader, CatchUpRequest first, long since) {

    Position position() {
      return reader.position();
    }

    boolean reaches(Position position) {
      return !position().isAfter(position) && isNear(position(), position);
    }
  }

  /** A request that has an answer. */
  private record Answer(CatchUpRequest request, Result result) {}

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

  /**
   * Asks for what follows a position. Does not wait.
   *
   * @param reader whose format the entries are encoded for, away from the thread that delivers
   * @param done gets the result, once, from another thread or before this returns
   */
  CatchUpRequest read(Position after, Reader reader, Consumer<Result> done) {
    CatchUpRequest request = new CatchUpRequest(this, after, reader, done);
    HistoryBatch known;
    synchronized (lock) {
      known = cache.after(after, System.nanoTime());
      if (known == null) {
        waiting.add(request);
        begin();
      }
    }
    if (known != null) {
      request.complete(Entries.after(after, known));
    }
    return request;
  }

  void cancel(CatchUpRequest request) {
    synchronized (lock) {
      waiting.remove(request);
    }
  }

  /** How many readers wait for a batch. */
  public int waiting() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  /** How many cursors have been opened. */
  public long cursors() {
    return cursors.sum();
  }

  /** Begins the reads that are due. With the lock. */
  private void begin() {
    while (!closed && !delayed && active.size() < MAX_READS) {
      // the longest waiting one of the client that has the fewest reads
      CatchUpRequest first =
          waiting.stream()
              .filter(request -> !isOnTheWay(request))
              .min(Comparator.comparingLong(this::readsOfItsClient))
              .orElse(null);
      if (first == null) {
        return;
      }
      Read read = take(first);
      active.add(read);
      if (!execute(() -> next(read), 0)) {
        active.remove(read);
        return;
      }
    }
  }

  private long readsOfItsClient(CatchUpRequest request) {
    return active.stream().filter(read -> read.first().isOfClientOf(request)).count();
  }

  /** Whether a read will soon come by, or will then be free to begin where this one is. */
  private boolean isOnTheWay(CatchUpRequest request) {
    long age = request.age();
    long now = System.nanoTime();
    return active.stream()
        .anyMatch(
            read ->
                isNear(read.position(), request.after())
                    && (age < PATIENCE
                        || read.reaches(request.after()) && now - read.since() < PATIENCE));
  }

  /**
   * The read that is to serve a request: an idle one, if one is on the way there, or else a new.
   */
  private Read take(CatchUpRequest first) {
    boolean alone = first.isPassedOver() || first.age() > PATIENCE;
    Position start = alone ? first.after() : earliestNear(first.after());
    long now = System.nanoTime();
    for (Read read : idle) {
      if (alone ? read.position().equals(start) : read.reaches(start)) {
        idle.remove(read);
        return new Read(read.reader(), first, now);
      }
    }
    if (active.size() + idle.size() == MAX_READS) {
      release(idle.removeFirst());
    }
    return new Read(new HistoryReader(log, streams, start, this::isKnown), first, now);
  }

  private Position earliestNear(Position position) {
    Position earliest = position;
    for (CatchUpRequest request : waiting) {
      if (earliest.isAfter(request.after()) && isNear(request.after(), position)) {
        earliest = request.after();
      }
    }
    return earliest;
  }

  /** Whether what follows a position is in memory. */
  private boolean isKnown(Position position) {
    if (log.after(position).isPresent()) {
      return true;
    }
    synchronized (lock) {
      return cache.has(position);
    }
  }

  /** Reads a batch, answers all that it is for, and sees to what is due next. */
  private void next(Read read) {
    if (!read.reader().isOpen()) {
      cursors.increment();
    }
    HistoryReader.Outcome outcome = outcome(read.reader());
    List<Answer> answers;
    synchronized (lock) {
      active.remove(read);
      answers = settle(read, outcome);
      if (closed || !read.reader().isOpen()) {
        release(read);
      } else {
        idle.addLast(read);
      }
      begin();
    }
    answers.forEach(answer -> answer.request().complete(answer.result()));
  }

  private HistoryReader.Outcome outcome(HistoryReader reader) {
    try {
      HistoryReader.Outcome outcome = reader.next();
      if (outcome instanceof HistoryBatch batch) {
        encode(batch);
      }
      return outcome;
    } catch (Throwable e) {
      // an Error too, because readers wait for this
      LOG.log(Level.WARNING, "history could not be read, and is read again", e);
      reader.close();
      return new HistoryReader.Failed();
    }
  }

  /**
   * In the forms that those that wait will send, which the thread that delivers need not do then.
   */
  private void encode(HistoryBatch batch) {
    Set<Format> formats;
    synchronized (lock) {
      formats = waiting.stream().map(CatchUpRequest::format).collect(Collectors.toSet());
    }
    for (Format format : formats) {
      for (LogEntry entry : batch.entries()) {
        format.encode(entry);
      }
    }
  }

  /** The answers that an outcome gives. With the lock. */
  private List<Answer> settle(Read read, HistoryReader.Outcome outcome) {
    List<Answer> answers = new ArrayList<>();
    boolean failed = false;
    Position at = read.position();
    if (outcome instanceof HistoryBatch batch) {
      at = batch.from();
      if (batch.reached().isAfter(at)) {
        cache.add(batch, System.nanoTime());
      }
    }
    for (CatchUpRequest request : List.copyOf(waiting)) {
      Result result = result(outcome, at, request.after());
      if (result != null) {
        answers.add(new Answer(request, result));
        waiting.remove(request);
      } else if (request.after().equals(at)) {
        // the next turn is for those that wait behind it
        failed = true;
        waiting.remove(request);
        waiting.add(request);
      }
    }
    if (!(outcome instanceof HistoryBatch)) {
      read.first().passOver();
    }
    delay(failed || outcome instanceof HistoryReader.Failed);
    return answers;
  }

  /** What an outcome at a position is for a reader at another; null if it is nothing. */
  private static Result result(HistoryReader.Outcome outcome, Position at, Position after) {
    if (outcome instanceof HistoryBatch batch) {
      if (after.equals(at) || batch.holds(after)) {
        return Entries.after(after, batch);
      }
    } else if (outcome instanceof HistoryReader.Refused refused) {
      return after.equals(at) ? new Refused(refused.reason()) : null;
    } else if (outcome instanceof HistoryReader.Lost lost) {
      boolean concerned =
          after.equals(at) || lost.reason() == Gap.Reason.HISTORY_LOST && at.isAfter(after);
      if (concerned && lost.to().isAfter(after)) {
        Gap gap = new Gap(lost.reason(), after, lost.to());
        return new Entries(new HistoryBatch(after, List.of(new LogEntry(gap)), lost.to()), 0);
      }
    }
    return null;
  }

  /**
   * After a failure nothing is read for a while, and then only if somebody waits. With the lock.
   */
  private void delay(boolean failed) {
    if (!failed) {
      delayMillis = 0;
      return;
    }
    delayMillis = Math.min(LONGEST_DELAY_MILLIS, Math.max(FIRST_DELAY_MILLIS, 2 * delayMillis));
    if (!delayed) {
      delayed = execute(this::goOn, delayMillis);
    }
  }

  private void goOn() {
    synchronized (lock) {
      delayed = false;
      begin();
    }
  }

  /** Lets go of what nobody has asked for lately. Once a second; does not wait. */
  void tend(long nanoTime) {
    synchronized (lock) {
      cache.tend(nanoTime);
      while (!idle.isEmpty() && nanoTime - idle.peekFirst().since() > PATIENCE) {
        release(idle.removeFirst());
      }
      begin();
    }
  }

  /** Ends all reads. Does not wait. */
  void close() {
    synchronized (lock) {
      closed = true;
      waiting.clear();
      // a loop and no lambda: a server that stops may load no more classes
      for (Read read : idle) {
        release(read);
      }
      idle.clear();
    }
  }

  /** Closes a cursor, which may wait for the server, on a thread that may. */
  private void release(Read read) {
    if (read.reader().isOpen()) {
      execute(read.reader()::close, 0);
    }
  }

  /** False if the server stops; it ends the connections that wait for this, and the client. */
  private boolean execute(Runnable task, long delayMillis) {
    try {
      executor.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
      return true;
    } catch (RejectedExecutionException | IllegalStateException e) {
      return false;
    }
  }

  private static boolean isNear(Position a, Position b) {
    return Math.abs(seconds(a) - seconds(b)) <= NEAR_SECONDS;
  }

  /** A position begins with the seconds of its cluster time; see {@link Position#isAfter}. */
  private static long seconds(Position position) {
    String data = position.data();
    return data.startsWith("82") && data.length() >= 10
        ? Long.parseLong(data.substring(2, 10), 16)
        : 0;
  }
}
