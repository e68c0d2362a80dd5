package dev.tidewatch.access.control;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.AccessSettings;
import dev.tidewatch.text.JsonString;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.logging.Logger;

/**
 * One line for each session that begins or is refused, on a logger of its own, and a counter.
 * Nothing while access is open. Names and paths are written as JSON strings, so that nobody can
 * forge a line. A line holds no token and no query. Thread-safe.
 */
@ApplicationScoped
public class Audit {

  /** The logger's name. */
  public static final String LOGGER = "dev.tidewatch.audit";

  private static final Logger LOG = Logger.getLogger(LOGGER);
  private static final int LONGEST = 200;

  /** Lines of refusals in a second; anybody can be refused as often as one likes. */
  private static final int MOST_REFUSALS = 20;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AccessSettings settings;
  private final AtomicLongArray counts =
      new AtomicLongArray(Entrance.values().length * Outcome.values().length);
  private long secondBegan = System.nanoTime();
  private int refusals;

  /** For the container. */
  @Inject
  public Audit(AccessSettings settings) {
    this.settings = settings;
  }

  /** For the container's proxy. */
  protected Audit() {
    this(null);
  }

  /** Where somebody came from: an address, and a way in. */
  public record Origin(Entrance entrance, String address) {}

  /** A session of a feed has begun. */
  public void begun(Caller caller, String feed, Origin origin) {
    if (!settings.required()) {
      return;
    }
    count(origin.entrance(), Outcome.BEGUN);
    LOG.info(line("begun", caller, feed, origin));
  }

  /**
   * Somebody was refused.
   *
   * @param subject the feed; the path where it is not a feed's
   * @param why a sentence without its end, which holds nothing of the request
   */
  public void refused(Caller caller, String subject, Origin origin, Outcome outcome, String why) {
    if (!settings.required()) {
      return;
    }
    count(origin.entrance(), outcome);
    String more = more();
    if (more != null) {
      LOG.info(line("refused " + outcome.text(), caller, subject, origin) + ": " + why + more);
    }
  }

  /** How often something happened since the start. */
  public long total(Entrance entrance, Outcome outcome) {
    return counts.get(index(entrance, outcome));
  }

  private void count(Entrance entrance, Outcome outcome) {
    counts.incrementAndGet(index(entrance, outcome));
  }

  private static int index(Entrance entrance, Outcome outcome) {
    return entrance.ordinal() * Outcome.values().length + outcome.ordinal();
  }

  /** The end of a refusal's line; null if there have been too many in this second. */
  private synchronized String more() {
    long now = System.nanoTime();
    int suppressed = 0;
    if (now - secondBegan >= SECOND) {
      suppressed = Math.max(0, refusals - MOST_REFUSALS);
      secondBegan = now;
      refusals = 0;
    }
    refusals++;
    return refusals > MOST_REFUSALS
        ? null
        : suppressed == 0 ? "" : " (and " + suppressed + " more refusals in an earlier second)";
  }

  private static String line(String what, Caller caller, String subject, Origin origin) {
    return "session "
        + what
        + ", caller "
        + (caller.isKnown() ? quoted(caller.name()) : "unknown")
        + ", "
        + quoted(subject)
        + ", "
        + origin.entrance().text()
        + ", from "
        + (origin.address() == null ? "unknown" : origin.address());
  }

  private static String quoted(String text) {
    return JsonString.quote(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
  }
}
