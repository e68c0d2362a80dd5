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
 * Encodes large entries, decides what may be seen of them, and whom they may concern, away from the
 * dispatcher's thread, because every reader of every feed would wait for them there. Does one thing
 * at a time, because it takes several times an entry's size in memory.
 *
 * <p>Thread-safe. Bound: one queued task for each entry and format, or view, that a reader waits
 * for, and one for each feed.
 */
public final class LargeEntryEncoder {

  private static final Logger LOG = Logger.getLogger(LargeEntryEncoder.class.getName());

  /** A smaller entry is encoded within a millisecond. */
  static final int LARGE_BYTES = 64 * 1024;

  private final Executor executor;
  private final Runnable whenEncoded;
  private final Queue<Task> waiting = new ConcurrentLinkedQueue<>();
  private final Set<Task> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean running = new AtomicBoolean();

  /** What takes long. Equal tasks are run once. */
  public interface Task {

    /** Whether it was run; may be asked on any thread. */
    boolean isDone();

    /** Runs on the executor's thread. */
    void run();
  }

  /** An entry in a format. Entries are compared by identity. */
  private record Encoding(WireFormat format, LogEntry entry) implements Task {

    @Override
    public boolean isDone() {
      return format.isEncoded(entry);
    }

    @Override
    public void run() {
      format.encode(entry);
    }
  }

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
    return !isLarge(entry) || format.isEncoded(entry) || isDone(new Encoding(format, entry));
  }

  /** Whether an entry is too large to be looked at on the dispatcher's thread. */
  public static boolean isLarge(LogEntry entry) {
    return entry.content().weight() >= LARGE_BYTES;
  }

  /** Whether a task is done. If not, it is scheduled, and {@code whenEncoded} runs after it. */
  public boolean isDone(Task task) {
    if (!task.isDone() && underWay.add(task)) {
      waiting.add(task);
      start();
    }
    return task.isDone();
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
      for (Task next = waiting.poll(); next != null; next = waiting.poll()) {
        run(next);
      }
    } finally {
      running.set(false);
      start();
    }
  }

  private void run(Task task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.log(Level.SEVERE, "a change could not be encoded", e);
    } finally {
      underWay.remove(task);
      whenEncoded.run();
    }
  }
}
