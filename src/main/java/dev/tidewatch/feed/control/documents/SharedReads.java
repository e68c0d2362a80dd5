package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.control.counters.LogThrottle;
import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.control.source.ReadRetries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads that requests for the same thing share while they are in progress, in the order of the
 * first request for each.
 *
 * <p>Thread-safe. Bound: so many reads at once; one entry for each request, which is withdrawn when
 * the reader leaves. A read that fails is repeated after a delay, as long as somebody waits for it.
 *
 * @param <K> what is read
 * @param <V> what comes of it
 */
final class SharedReads<K, V> {

  private static final Logger LOG = Logger.getLogger(SharedReads.class.getName());

  private static final long FIRST_DELAY_MILLIS = 250;
  private static final long LONGEST_DELAY_MILLIS = 4000;

  private final int most;
  private final ReadRetries retries;
  private final Function<K, V> load;
  private final LogThrottle failures = new LogThrottle();

  // guarded by this, including their contents
  private final Map<K, Flight> flights = new LinkedHashMap<>();
  private int running;
  private boolean closed;

  private final class Flight {

    private final List<Consumer<Answer<V>>> waiting = new ArrayList<>();
    private boolean running;
  }

  /**
   * No reads yet.
   *
   * @param most how many there are at once
   * @param load reads; blocks. Throws {@link DocumentsException} if a retry is useless
   */
  SharedReads(int most, ScheduledExecutorService executor, Function<K, V> load) {
    this.most = most;
    this.retries =
        new ReadRetries(executor, FIRST_DELAY_MILLIS, LONGEST_DELAY_MILLIS, this, this::begin);
    this.load = load;
  }

  /**
   * Requests a read. Does not block.
   *
   * @param done gets the answer once, on another thread, unless the request is withdrawn
   * @return withdraws the request; may be repeated
   */
  Runnable request(K key, Consumer<Answer<V>> done) {
    // an object of its own, because one consumer may wait twice
    Consumer<Answer<V>> waiting = done::accept;
    synchronized (this) {
      flights.computeIfAbsent(key, k -> new Flight()).waiting.add(waiting);
      begin();
    }
    return () -> withdraw(key, waiting);
  }

  private synchronized void withdraw(K key, Consumer<Answer<V>> waiting) {
    Flight flight = flights.get(key);
    if (flight != null && flight.waiting.remove(waiting) && isOver(flight)) {
      flights.remove(key);
    }
  }

  private boolean isOver(Flight flight) {
    return flight.waiting.isEmpty() && !flight.running;
  }

  /** Begins the reads that are due. Call with the lock held. */
  private void begin() {
    if (closed || retries.isPaused()) {
      return;
    }
    for (Map.Entry<K, Flight> entry : flights.entrySet()) {
      if (running == most) {
        return;
      }
      Flight flight = entry.getValue();
      if (!flight.running) {
        flight.running = retries.execute(() -> read(entry.getKey(), flight));
        running += flight.running ? 1 : 0;
      }
    }
  }

  private void read(K key, Flight flight) {
    Answer<V> answer = answer(key);
    List<Consumer<Answer<V>>> served = List.of();
    synchronized (this) {
      flight.running = false;
      running--;
      if (answer != null) {
        flights.remove(key);
        served = List.copyOf(flight.waiting);
        retries.succeeded();
      } else {
        if (flight.waiting.isEmpty()) {
          flights.remove(key);
        }
        retries.failed(!flights.isEmpty());
      }
      begin();
    }
    served.forEach(done -> done.accept(answer));
  }

  /** The answer; null if the read has to be repeated. */
  private Answer<V> answer(K key) {
    try {
      return Answer.of(load.apply(key));
    } catch (DocumentsException e) {
      if (e.trouble() == Trouble.FAILED && failures.tryAcquire()) {
        LOG.log(Level.WARNING, "documents cannot be read" + failures.suppressed(), e.getCause());
      }
      return Answer.failed(e.trouble());
    } catch (Throwable e) {
      // including Errors, because readers wait for this
      if (failures.tryAcquire()) {
        LOG.log(
            Level.WARNING,
            "documents could not be read, and are read again{0}: {1}",
            new Object[] {failures.suppressed(), e.getClass().getSimpleName()});
      }
      return null;
    }
  }

  /** How many requests wait. */
  synchronized int waiting() {
    return flights.values().stream().mapToInt(flight -> flight.waiting.size()).sum();
  }

  /** Begins no more reads. */
  synchronized void close() {
    closed = true;
    flights.clear();
  }
}
