package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.config.SessionSettings;
import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.entity.CloseReason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits the number of concurrent sessions, in total and for each client address, over all
 * protocols.
 *
 * <p>Thread-safe. Bound: one entry for each address that has a session.
 */
@ApplicationScoped
public class SessionLimiter {

  private final SessionSettings settings;
  private final Map<String, Integer> byAddress = new HashMap<>();
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
   */
  public SessionPermit acquire(ProtocolCounters counters, String address) {
    SessionPermit permit = acquire(address);
    permit.refusal().ifPresent(counters.closed()::add);
    return permit;
  }

  // checking and taking are one step, because sessions that open together would all see the last
  // permit
  private synchronized SessionPermit acquire(String address) {
    if (open >= settings.max()) {
      return SessionPermit.refused(CloseReason.TOO_MANY);
    }
    int limit = settings.perAddress();
    boolean counts = limit > 0 && address != null;
    if (counts && byAddress.getOrDefault(address, 0) >= limit) {
      return SessionPermit.refused(CloseReason.TOO_MANY_FROM_ADDRESS);
    }
    open++;
    if (counts) {
      byAddress.merge(address, 1, Integer::sum);
    }
    return SessionPermit.granted(() -> release(counts ? address : null));
  }

  private synchronized void release(String address) {
    open--;
    if (address != null) {
      byAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    }
  }

  /** The number of sessions served now. */
  public synchronized int open() {
    return open;
  }

  /** The most sessions served at once. */
  public int limit() {
    return settings.max();
  }

  /** The number of counted addresses that have a session. */
  synchronized int addresses() {
    return byAddress.size();
  }
}
