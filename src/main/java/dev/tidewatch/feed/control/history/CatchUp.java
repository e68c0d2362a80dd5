package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

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

  private static final long FIRST_DELAY_MILLIS = 500;
  private static final long LONGEST_DELAY_MILLIS = 4000;

  private final ChangeLog log;
  private final FeedStreamFactory streams;
  private final ScheduledExecutorService executor;
  private final LongAdder cursors = new LongAdder();
  private final Object lock = new Object();

  // guarded by the lock, with what they hold
  private final CatchUpQueue waiting = new CatchUpQueue();
  private final HistoryCache cache = new HistoryCache();
  private final List<HistoryRead> active = new ArrayList<>();
  private final Deque<HistoryRead> idle = new ArrayDeque<>();
  private long delayMillis;
  private boolean delayed;
  private boolean closed;

  /**
   * Reads for one feed.
   *
   * @param streams opens the feed's stream at a position
   * @param executor runs the reads
   */
  public CatchUp(ChangeLog log, FeedStreamFactory streams, ScheduledExecutorService executor) {
    this.log = log;
    this.streams = streams;
    this.executor = executor;
  }

  /**
   * Asks for what follows a position. Does not wait.
   *
   * @param format what the entries are encoded for, away from the thread that delivers
   * @param client the network that the reader comes from; null if it is not known
   * @param done gets the result, once, from another thread or before this returns
   */
  public CatchUpRequest read(
      Position after, WireFormat format, String client, Consumer<CatchUpResult> done) {
    CatchUpRequest request = new CatchUpRequest(this, after, format, client, done);
    HistoryBatch known;
    synchronized (lock) {
      known = cache.after(after, System.nanoTime());
      if (known == null) {
        waiting.add(request);
        begin();
      }
    }
    if (known != null) {
      request.complete(CatchUpResult.Entries.after(after, known));
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
      CatchUpRequest first = waiting.next(active);
      if (first == null) {
        return;
      }
      HistoryRead read = take(first);
      active.add(read);
      if (!execute(() -> next(read), 0)) {
        active.remove(read);
        return;
      }
    }
  }

  /**
   * The read that is to serve a request: an idle one, if one is on the way there, or else a new.
   */
  private HistoryRead take(CatchUpRequest first) {
    boolean alone = CatchUpQueue.isServedAlone(first);
    Position start = waiting.start(first);
    long now = System.nanoTime();
    for (HistoryRead read : idle) {
      if (alone ? read.position().equals(start) : read.reaches(start)) {
        idle.remove(read);
        return new HistoryRead(read.reader(), first, now);
      }
    }
    if (active.size() + idle.size() == MAX_READS) {
      release(idle.removeFirst());
    }
    return new HistoryRead(new HistoryReader(log, streams, start, this::isKnown), first, now);
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
  private void next(HistoryRead read) {
    if (!read.reader().isOpen()) {
      cursors.increment();
    }
    HistoryReader.Outcome outcome = outcome(read.reader());
    List<CatchUpQueue.Answer> answers;
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
    answers.forEach(CatchUpQueue.Answer::give);
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
    Set<WireFormat> formats;
    synchronized (lock) {
      formats = waiting.formats();
    }
    for (WireFormat format : formats) {
      for (LogEntry entry : batch.entries()) {
        format.encode(entry);
      }
    }
  }

  /** The answers that an outcome gives. With the lock. */
  private List<CatchUpQueue.Answer> settle(HistoryRead read, HistoryReader.Outcome outcome) {
    Position at = read.position();
    if (outcome instanceof HistoryBatch batch) {
      at = batch.from();
      if (batch.reached().isAfter(at)) {
        cache.add(batch, System.nanoTime());
      }
    } else {
      read.first().passOver();
    }
    List<CatchUpQueue.Answer> answers = waiting.answer(outcome, at);
    delay(waiting.has(at) || outcome instanceof HistoryReader.Failed);
    return answers;
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
  public void tend(long nanoTime) {
    synchronized (lock) {
      cache.tend(nanoTime);
      while (!idle.isEmpty() && nanoTime - idle.peekFirst().since() > CatchUpQueue.PATIENCE) {
        release(idle.removeFirst());
      }
      begin();
    }
  }

  /** Ends all reads. Does not wait. */
  public void close() {
    synchronized (lock) {
      closed = true;
      waiting.clear();
      // a loop and no lambda: a server that stops may load no more classes
      for (HistoryRead read : idle) {
        release(read);
      }
      idle.clear();
    }
  }

  /** Closes a cursor, which may wait for the server, on a thread that may. */
  private void release(HistoryRead read) {
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
}
