package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.index.ServerFilter;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.control.source.ReadRetries;
import dev.tidewatch.feed.entity.Position;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads from MongoDB what has left the log, for readers that return to an old position.
 *
 * <p>Readers share reads. A read begins at the earliest requested position near that of the longest
 * waiting reader. It continues from there, on one cursor, while readers wait further on. A reader
 * takes a batch and asks again at its own pace; a reader close behind another finds its batch in
 * the {@link HistoryCaches}. A thousand readers that return after a restart cost MongoDB about as
 * much as one.
 *
 * <pre>
 *     A asks    B asks              C asks                the log
 *   ────┴─────────┴───────────────────┴────────────────────├─────────
 *       └── one cursor, batch by batch, serves A, B and C ─►
 * </pre>
 *
 * <p>Readers that want the same few changes share reads of these alone, which MongoDB selects
 * ({@link ServerFilter}).
 *
 * <p>Thread-safe. Bound: {@link #MAX_READS} cursors, which clients share equally; {@link
 * #MAX_FILTERS} filters; one request for each waiting reader, which {@linkplain
 * CatchUpRequest#cancel is withdrawn} when the reader leaves; the bounds of {@link HistoryReader}
 * and {@link HistoryCaches}. After a failure, one read is retried for all waiting readers after a
 * delay, and only while readers wait. Stop signal: {@link #close}.
 */
public final class CatchUp {

  private static final Logger LOG = Logger.getLogger(CatchUp.class.getName());

  /** The most cursors on the server. */
  static final int MAX_READS = 4;

  /** The most filters at once; further readers read everything together. */
  static final int MAX_FILTERS = MAX_READS - 1;

  private static final long FIRST_DELAY_MILLIS = 500;
  private static final long LONGEST_DELAY_MILLIS = 4000;

  private final ChangeLog log;
  private final FeedStreamFactory streams;
  private final LongAdder cursors = new LongAdder();
  private final Object lock = new Object();

  // guarded by the lock, including their contents
  private final CatchUpQueue waiting = new CatchUpQueue();
  private final HistoryCaches caches = new HistoryCaches(MAX_FILTERS);
  private final ReadRetries retries;
  private final HistoryCursors reads;
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
    this.retries =
        new ReadRetries(executor, FIRST_DELAY_MILLIS, LONGEST_DELAY_MILLIS, lock, this::begin);
    this.reads = new HistoryCursors(MAX_READS, log, streams, this::isKnown, retries);
  }

  /**
   * Requests what follows a position. Does not block.
   *
   * @param wanted the changes that the reader wants at least, which MongoDB may select; null for
   *     all. Others may come too
   * @param format the format that entries are encoded in, away from the dispatcher's thread; null
   *     if the reader does not get the entries as they are
   * @param client the reader's network; null if unknown
   * @param done gets the result once, on another thread or before this returns
   */
  public CatchUpRequest read(
      Position after,
      ServerFilter wanted,
      WireFormat format,
      String client,
      Consumer<CatchUpResult> done) {
    CatchUpRequest request;
    HistoryBatch known;
    synchronized (lock) {
      ServerFilter filter = admit(wanted);
      request = new CatchUpRequest(this, after, filter, format, client, done);
      known = caches.after(after, filter, System.nanoTime());
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

  /**
   * The filter that is read with: none if the feed's own stages alter what it is about, or if there
   * are as many others as cursors. Call with the lock held.
   */
  private ServerFilter admit(ServerFilter wanted) {
    if (wanted == null || !streams.areUnaltered()) {
      return null;
    }
    if (waiting.filters().contains(wanted)) {
      return wanted;
    }
    Set<ServerFilter> others = reads.filtersBeside(wanted);
    others.addAll(waiting.filters());
    return others.size() < MAX_FILTERS ? wanted : null;
  }

  void cancel(CatchUpRequest request) {
    synchronized (lock) {
      waiting.remove(request);
    }
  }

  /** The number of readers that wait for a batch. */
  public int waiting() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  /** The number of cursors opened so far. */
  public long cursors() {
    return cursors.sum();
  }

  /** Begins the reads that are due. Call with the lock held. */
  private void begin() {
    while (!closed && !retries.isPaused() && !reads.areAllActive()) {
      CatchUpRequest first = waiting.next(reads.active());
      if (first == null) {
        return;
      }
      HistoryRead read = reads.begin(first, waiting.start(first));
      if (!retries.execute(() -> next(read))) {
        reads.abandon(read);
        return;
      }
    }
  }

  /** Whether what follows a position is in memory. */
  private boolean isKnown(Position position, ServerFilter filter) {
    if (log.after(position).isPresent()) {
      return true;
    }
    synchronized (lock) {
      return caches.has(position, filter);
    }
  }

  /** Reads a batch, answers every request that it serves, and schedules what is due next. */
  private void next(HistoryRead read) {
    if (!read.reader().isOpen()) {
      cursors.increment();
    }
    HistoryReader.Outcome outcome = outcome(read.reader());
    List<CatchUpQueue.Answer> answers;
    synchronized (lock) {
      answers = settle(read, outcome);
      reads.end(read, !closed);
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
      // including Errors, because readers wait for this
      LOG.log(Level.WARNING, "history could not be read, and is read again", e);
      reader.close();
      return new HistoryReader.Failed();
    }
  }

  /** Encodes a batch in the formats of the waiting readers, to relieve the dispatcher's thread. */
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

  /** The answers that an outcome gives. Call with the lock held. */
  private List<CatchUpQueue.Answer> settle(HistoryRead read, HistoryReader.Outcome outcome) {
    Position at = read.position();
    if (outcome instanceof HistoryBatch batch) {
      at = batch.from();
      if (batch.reached().isAfter(at)) {
        caches.add(batch, read.filter(), System.nanoTime());
      }
    } else {
      read.first().passOver();
    }
    List<CatchUpQueue.Answer> answers = waiting.answer(outcome, at, read.filter());
    if (waiting.has(at, read.filter()) || outcome instanceof HistoryReader.Failed) {
      retries.failed(true);
    } else {
      retries.succeeded();
    }
    return answers;
  }

  /** Releases what was not used lately. Called once a second; does not block. */
  public void tend(long nanoTime) {
    synchronized (lock) {
      caches.tend(nanoTime);
      reads.tend(nanoTime);
      begin();
    }
  }

  /** Ends all reads. Does not block. */
  public void close() {
    synchronized (lock) {
      closed = true;
      waiting.clear();
      reads.close();
    }
  }
}
