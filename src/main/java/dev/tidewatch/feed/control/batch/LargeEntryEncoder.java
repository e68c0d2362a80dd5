package dev.tidewatch.feed.control.batch;

import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.log.LogEntry;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Encodes large entries away from the dispatcher's thread, because every reader of every feed would
 * wait for them there. Encodes one at a time, because encoding takes several times an entry's size
 * in memory.
 *
 * <p>Thread-safe. Bound: one queued task for each entry and format that a reader waits for.
 */
public final class LargeEntryEncoder {

  private static final Logger LOG = Logger.getLogger(LargeEntryEncoder.class.getName());

  /** A smaller entry is encoded within a millisecond. */
  static final int LARGE_BYTES = 64 * 1024;

  private final Executor executor;
  private final Runnable whenEncoded;
  private final Queue<Encoding> waiting = new ConcurrentLinkedQueue<>();
  private final Set<Encoding> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean running = new AtomicBoolean();

  /** An entry in a format. Entries are compared by identity. */
  private record Encoding(WireFormat format, LogEntry entry) {}

  /**
   * Encodes on an executor.
   *
   * @param whenEncoded runs after each, on the executor's thread
   */
  public LargeEntryEncoder(Executor executor, Runnable whenEncoded) {
    this.executor = Objects.requireNonNull(executor, "executor");
    this.whenEncoded = whenEncoded;
  }

  /**
   * Whether an entry can be sent: it is small, or already encoded. If not, its encoding is
   * scheduled, and {@code whenEncoded} runs once it is done.
   */
  boolean isEncoded(WireFormat format, LogEntry entry) {
    if (entry.content().weight() < LARGE_BYTES || format.isEncoded(entry)) {
      return true;
    }
    Encoding encoding = new Encoding(format, entry);
    if (underWay.add(encoding)) {
      waiting.add(encoding);
      start();
    }
    return format.isEncoded(entry);
  }

  private void start() {
    if (!waiting.isEmpty() && running.compareAndSet(false, true)) {
      try {
        executor.execute(this::run);
      } catch (RejectedExecutionException | IllegalStateException e) {
        // the server is stopping and ends the connections that wait for this
        running.set(false);
      }
    }
  }

  private void run() {
    try {
      for (Encoding next = waiting.poll(); next != null; next = waiting.poll()) {
        encode(next);
      }
    } finally {
      running.set(false);
      start();
    }
  }

  private void encode(Encoding encoding) {
    try {
      encoding.format().encode(encoding.entry());
    } catch (Throwable e) {
      LOG.log(Level.SEVERE, "a change could not be encoded", e);
    } finally {
      underWay.remove(encoding);
      whenEncoded.run();
    }
  }
}
