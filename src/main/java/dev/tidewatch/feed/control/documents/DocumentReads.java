package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.control.format.DocumentsFormat;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Reads the documents of a feed's collections, a page at a time.
 *
 * <p>Readers share moments and pages. A reader that begins gets the latest moment of its collection
 * if that is younger than {@link #FRESH}, and so the pages that others have read of it: readers
 * with equal views that come together cost MongoDB as much as one.
 *
 * <pre>
 *   A begins       B begins                    T is no longer fresh        C begins
 *   ──┴───T──────────┴────────────────────────────┴───────────────────────────┴───T'──
 *         └ A reads page after page of T; B gets them from the cache              └ C reads pages of T'
 * </pre>
 *
 * <p>Thread-safe. Bound: {@link #MAX_READS} reads of MongoDB at once; the moments of {@link
 * #MAX_COLLECTIONS} collections; the bounds of {@link PageCache}. Stop signal: {@link #close}.
 */
public final class DocumentReads {

  /** The most reads of pages at once. */
  static final int MAX_READS = 4;

  /** How old a moment may be for a reader that begins. */
  static final long FRESH = Duration.ofSeconds(10).toNanos();

  private static final int MAX_COLLECTIONS = 64;

  private final ChangeLog log;
  private final SharedReads<Namespace, Snapshot> snapshots;
  private final SharedReads<PageKey, DocumentPage> pages;
  private final LongAdder count = new LongAdder();

  // guarded by this; the longest unused moment first
  private final Map<Namespace, Snapshot> latest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Namespace, Snapshot> eldest) {
          return size() > MAX_COLLECTIONS;
        }
      };
  private final PageCache cache = new PageCache();

  /**
   * Reads for one feed.
   *
   * @param log the feed's changes
   * @param executor runs the reads
   */
  public DocumentReads(ChangeLog log, DocumentSource source, ScheduledExecutorService executor) {
    this.log = log;
    this.snapshots = new SharedReads<>(1, executor, collection -> take(source, collection));
    this.pages = new SharedReads<>(MAX_READS, executor, key -> read(source, key));
  }

  private Snapshot take(DocumentSource source, Namespace collection) {
    Snapshot taken = source.take(collection);
    synchronized (this) {
      latest.put(collection, taken);
    }
    return taken;
  }

  private DocumentPage read(DocumentSource source, PageKey key) {
    count.increment();
    DocumentPage page;
    try {
      page = source.read(key);
    } catch (DocumentsException e) {
      synchronized (this) {
        latest.remove(key.snapshot().collection(), key.snapshot());
      }
      throw e;
    }
    synchronized (this) {
      cache.add(key, page, System.nanoTime());
    }
    return page;
  }

  /**
   * Requests a moment of a collection to read from. Does not block.
   *
   * @param after a position that the moment must not lie before; null if any will do
   * @param done gets the answer once, on another thread or before this returns. The moment may lie
   *     before {@code after} if MongoDB itself does, as after a change of the primary
   * @return withdraws the request
   */
  public Runnable snapshot(Namespace collection, Position after, Consumer<Answer<Snapshot>> done) {
    Snapshot known;
    synchronized (this) {
      known = latest.get(collection);
    }
    if (known != null && isFresh(known) && (after == null || !after.isAfter(known.position()))) {
      done.accept(Answer.of(known));
      return () -> {};
    }
    return snapshots.request(collection, done);
  }

  /** As above; the moment is a new one, or one that is being taken now. */
  Runnable newSnapshot(Namespace collection, Consumer<Answer<Snapshot>> done) {
    return snapshots.request(collection, done);
  }

  private boolean isFresh(Snapshot snapshot) {
    return System.nanoTime() - snapshot.takenNanos() < FRESH
        && (log.isBefore(snapshot.position()) || log.after(snapshot.position()).isPresent());
  }

  /**
   * Requests a page. Does not block.
   *
   * @param format the format that its messages are composed in, away from the dispatcher's thread;
   *     null for none
   * @param done gets the answer once, on another thread or before this returns
   * @return withdraws the request
   */
  public Runnable page(PageKey key, DocumentsFormat format, Consumer<Answer<DocumentPage>> done) {
    DocumentPage known;
    synchronized (this) {
      known = cache.get(key, System.nanoTime());
    }
    if (known != null) {
      done.accept(Answer.of(known));
      return () -> {};
    }
    return pages.request(
        key,
        answer -> {
          if (format != null && answer.value() != null) {
            answer.value().messages(format);
          }
          done.accept(answer);
        });
  }

  /** The number of pages read from MongoDB so far. */
  public long count() {
    return count.sum();
  }

  /** Drops what was not used lately. Called once a second; does not block. */
  public synchronized void tend(long nanoTime) {
    cache.tend(nanoTime);
    latest.values().removeIf(snapshot -> nanoTime - snapshot.takenNanos() > FRESH);
  }

  /** Begins no more reads. Does not block. */
  public void close() {
    snapshots.close();
    pages.close();
  }
}
