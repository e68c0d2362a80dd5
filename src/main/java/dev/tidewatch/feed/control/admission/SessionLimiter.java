package dev.tidewatch.feed.control.admission;

import dev.tidewatch.config.SessionSettings;
import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.entity.CloseReason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits the number of concurrent sessions, in total, for each client address and for each caller,
 * over all protocols.
 *
 * <p>Thread-safe. Bound: one entry for each address and each caller that has a session.
 */
@ApplicationScoped
public class SessionLimiter {

  private final SessionSettings settings;
  private final Map<String, Integer> byAddress = new HashMap<>();
  private final Map<String, Integer> byCaller = new HashMap<>();
  private int open;

  /** For the container. */
  @Inject
  public SessionLimiter(SessionSettings settings) {
    this.settings = settings;
  }

  /** For the container's proxy. */
  protected SessionLimiter() {
    this(null);
  }

  /**
   * Acquires a permit; a refusal is counted.
   *
   * @param address the client's address or network; null if unknown, which is not limited
   * @param caller the caller's name; null if the caller is not known, which is not limited
   */
  public SessionPermit acquire(ProtocolCounters counters, String address, String caller) {
    SessionPermit permit = acquire(address, caller);
    permit.refusal().ifPresent(counters.closed()::add);
    return permit;
  }

  // checking and taking are one step, because sessions that open together would all see the last
  // permit
  private synchronized SessionPermit acquire(String address, String caller) {
    if (open >= settings.max()) {
      return SessionPermit.refused(CloseReason.TOO_MANY);
    }
    if (isFull(byAddress, address, settings.perAddress())) {
      return SessionPermit.refused(CloseReason.TOO_MANY_FROM_ADDRESS);
    }
    if (isFull(byCaller, caller, settings.perCaller())) {
      return SessionPermit.refused(CloseReason.TOO_MANY_FROM_CALLER);
    }
    open++;
    add(byAddress, address);
    add(byCaller, caller);
    return SessionPermit.granted(() -> release(address, caller));
  }

  private static boolean isFull(Map<String, Integer> counts, String key, int limit) {
    return limit > 0 && key != null && counts.getOrDefault(key, 0) >= limit;
  }

  private static void add(Map<String, Integer> counts, String key) {
    if (key != null) {
      counts.merge(key, 1, Integer::sum);
    }
  }

  private static void remove(Map<String, Integer> counts, String key) {
    if (key != null) {
      counts.computeIfPresent(key, (k, n) -> n == 1 ? null : n - 1);
    }
  }

  private synchronized void release(String address, String caller) {
    open--;
    remove(byAddress, address);
    remove(byCaller, caller);
  }

  /** The number of sessions served now. */
  public synchronized int open() {
    return open;
  }

  /** The most sessions served at once. */
  public int limit() {
    return settings.max();
  }

  /** The number of addresses and callers that have a session. */
  synchronized int entries() {
    return byAddress.size() + byCaller.size();
  }
}
