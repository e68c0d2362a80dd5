package dev.tidewatch.access.control;

import dev.tidewatch.access.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Callers whose tokens are refused on this node although they are valid, because an operator has
 * disconnected them: the tokens that were issued before that moment.
 *
 * <p>Thread-safe. Bound: {@link #MOST} names. Beyond it, the oldest is forgotten, and everybody's
 * tokens from before that moment are refused, so that no token is valid again.
 */
@ApplicationScoped
public class Disconnections {

  static final int MOST = 1000;

  private final InstantSource clock;
  private final Map<String, Instant> byName = new LinkedHashMap<>();
  private Instant floor = Instant.MIN;

  /** For the container. */
  public Disconnections() {
    this(InstantSource.system());
  }

  Disconnections(InstantSource clock) {
    this.clock = clock;
  }

  /** Refuses the tokens that a caller has by now. */
  public synchronized void add(String name) {
    byName.remove(name);
    byName.put(name, clock.instant());
    if (byName.size() > MOST) {
      Iterator<Instant> oldest = byName.values().iterator();
      floor = oldest.next();
      oldest.remove();
    }
  }

  /**
   * Whether a caller was disconnected after its token was issued. A token that does not say when it
   * was issued ({@code iat}) counts as older than every disconnection.
   */
  public synchronized boolean isRefused(Caller caller) {
    Instant since = byName.getOrDefault(caller.name(), floor);
    return since != Instant.MIN && !issued(caller).isAfter(since);
  }

  private static Instant issued(Caller caller) {
    return caller.claims().get("iat") instanceof Number seconds
        ? Instant.ofEpochSecond(seconds.longValue())
        : Instant.MIN;
  }
}
