package dev.tidewatch.feed.control;

import dev.tidewatch.config.SessionSettings;
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
public class Sessions {

  private final SessionSettings settings;
  private final Map<String, Integer> byAddress = new HashMap<>();
  private int open;

  /** For the container. */
  @Inject
  public Sessions(SessionSettings settings) {
    this.settings = settings;
  }

  /** For the container's proxy. */
  protected Sessions() {
    this(null);
  }

  /**
   * Asks for a place; a refusal is counted.
   *
   * @param address the client's, or its network's; null if it is not known, which has no limit
   */
  public Place enter(ProtocolCounters counters, String address) {
    Place place = enter(address);
    place.refusal().ifPresent(counters.closed()::add);
    return place;
  }

  // looking and taking are one step, else sessions that open together would all see the last place
  private synchronized Place enter(String address) {
    if (open >= settings.max()) {
      return Place.refused(CloseReason.TOO_MANY);
    }
    int limit = settings.perAddress();
    boolean counts = limit > 0 && address != null;
    if (counts && byAddress.getOrDefault(address, 0) >= limit) {
      return Place.refused(CloseReason.TOO_MANY_FROM_ADDRESS);
    }
    open++;
    if (counts) {
      byAddress.merge(address, 1, Integer::sum);
    }
    return Place.taken(() -> leave(counts ? address : null));
  }

  private synchronized void leave(String address) {
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
