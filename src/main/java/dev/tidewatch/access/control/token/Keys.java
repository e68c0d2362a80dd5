package dev.tidewatch.access.control.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The keys that tokens are verified with, cached. They are read on an executor, one reading at a
 * time: at the start, every {@link #REFRESH} while tokens come, so that a key that the provider has
 * withdrawn is forgotten, and when no key fits a token.
 *
 * <p>A request waits for a reading for at most {@link #WAIT}, and at most {@link #WAITING} requests
 * wait; the others are answered with the keys that there are. So neither a provider that hangs nor
 * tokens with made-up keys hold up the server. Thread-safe.
 */
final class Keys {

  private static final Logger LOG = Logger.getLogger(Keys.class.getName());

  /** How long keys are used before they are read again, in the background. */
  static final Duration REFRESH = Duration.ofMinutes(5);

  /** How long keys are used while they cannot be read again. */
  static final Duration LONGEST_USE = Duration.ofHours(24);

  /** The least time between two readings because of tokens that no key fits. */
  static final Duration UNKNOWN_KEY = Duration.ofSeconds(30);

  /** The least time between two readings while they fail. */
  static final Duration RETRY = Duration.ofSeconds(5);

  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final int WAITING = 8;

  private final KeyLoader loader;
  private final String place;
  private final Executor executor;
  private final LongSupplier nanoTime;
  private final Semaphore waiting = new Semaphore(WAITING);

  private List<JWK> keys;
  private long readNanos;
  private long beganNanos;
  private boolean begun;
  private boolean failing;
  // counts the successful readings
  private long version;
  private CountDownLatch reading;

  /**
   * Keys that are read when they are first asked for.
   *
   * @param place where they are, for the log
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  Keys(KeyLoader loader, String place, Executor executor, LongSupplier nanoTime) {
    this.loader = loader;
    this.place = place;
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  /** A reading's result: another version means other keys. */
  record Known(List<JWK> keys, long version) {}

  /** Begins to read the keys, unless they are there. */
  void prepare() {
    synchronized (this) {
      if (keys != null) {
        return;
      }
    }
    begin(RETRY);
  }

  /**
   * The keys that there are.
   *
   * @throws KeysUnavailableException if they were never read, or not for too long
   */
  Known known() throws KeysUnavailableException {
    Known known = current();
    if (known == null) {
      await(begin(RETRY));
      known = current();
    } else if (isOlderThan(REFRESH)) {
      begin(RETRY);
    }
    if (known == null) {
      throw new KeysUnavailableException();
    }
    return known;
  }

  /**
   * Reads the keys again because none of some known ones fits, unless they were read a moment ago.
   *
   * @return the keys that there are then
   */
  Known renewed(Known known) throws KeysUnavailableException {
    await(begin(UNKNOWN_KEY));
    Known now = current();
    return now == null ? known : now;
  }

  private synchronized Known current() {
    return keys == null || isOlderThan(LONGEST_USE) ? null : new Known(keys, version);
  }

  private synchronized boolean isOlderThan(Duration age) {
    return nanoTime.getAsLong() - readNanos >= age.toNanos();
  }

  /**
   * Begins a reading.
   *
   * @param apart the least time since the last one began, if that has succeeded
   * @return the reading in progress; null if there is none
   */
  private CountDownLatch begin(Duration apart) {
    CountDownLatch own;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      Duration least = failing ? RETRY : apart;
      if (reading != null || begun && now - beganNanos < least.toNanos()) {
        return reading;
      }
      begun = true;
      beganNanos = now;
      own = new CountDownLatch(1);
      reading = own;
    }
    try {
      executor.execute(() -> read(own));
    } catch (RejectedExecutionException | IllegalStateException e) {
      // the server is stopping
      end(own, null);
    }
    return own;
  }

  private void read(CountDownLatch own) {
    JWKSet set = null;
    String why = null;
    try {
      set = loader.load();
    } catch (IOException e) {
      why = e.getMessage();
    } catch (Throwable e) {
      why = "an internal error, " + e.getClass().getSimpleName();
    }
    if (set != null) {
      List<JWK> usable = UsableKeys.of(set);
      if (usable.isEmpty()) {
        why = "it holds no public key of RS256, PS256, ES256 or EdDSA";
      } else {
        end(own, usable);
        return;
      }
    }
    report(why);
    end(own, null);
  }

  private void report(String why) {
    synchronized (this) {
      if (failing) {
        return;
      }
    }
    LOG.log(
        Level.WARNING,
        "the keys of tokens cannot be read from {0}: {1}; it is tried again when a token comes",
        new Object[] {place, why});
  }

  private void end(CountDownLatch own, List<JWK> usable) {
    boolean recovered;
    synchronized (this) {
      recovered = usable != null && (failing || keys == null);
      failing = usable == null;
      if (usable != null) {
        keys = usable;
        readNanos = nanoTime.getAsLong();
        version++;
      }
      reading = null;
    }
    own.countDown();
    if (recovered) {
      LOG.log(Level.INFO, "read {0} keys of tokens from {1}", new Object[] {usable.size(), place});
    }
  }

  private void await(CountDownLatch started) {
    if (started == null || !waiting.tryAcquire()) {
      return;
    }
    try {
      started.await(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.release();
    }
  }
}
