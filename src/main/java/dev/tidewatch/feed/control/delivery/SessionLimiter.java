package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.config.SessionSettings;
import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.entity.CloseReason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;

/**
 * How many sessions are served at once, in all and for one address, whatever their protocol.
 *
 * <p>Any thread. Bound: an entry for each address that has a session.
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
   * Asks for a place; a refusal is counted.
   *
   * @param address the client's, or its network's; null if it is not known, which has no limit
   */
  public SessionPermit acquire(ProtocolCounters counters, String address) {
    SessionPermit permit = acquire(address);
    permit.refusal().ifPresent(counters.closed()::add);
    return permit;
  }

  // looking and taking are one step, else sessions that open together would all see the last place
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

  /** How many are served now. */
  public synchronized int open() {
    return open;
  }

  /** How many there may be. */
  public int limit() {
    return settings.max();
  }

  /** How many addresses they come from, of those that are counted. */
  synchronized int addresses() {
    return byAddress.size();
  }
}
