package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.boundary.FeedAccess.Granted;
import dev.tidewatch.feed.control.admission.SessionLimiter;
import dev.tidewatch.feed.control.admission.SessionPermit;
import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.problems.Problem;
import dev.tidewatch.problems.ProblemException;
import dev.tidewatch.web.handshake.ClientNetwork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lets a reader over HTTP in, whose caller may read the feed: its parameters are valid, and there
 * may be one more session. What is refused is counted and audited. Thread-safe.
 */
@ApplicationScoped
public class Admission {

  @Inject private FeedAccess access;
  @Inject private SessionLimiter limiter;

  /**
   * Parses the parameters of a request. Throws a problem 400 that names the invalid one.
   *
   * @param parse throws BadParameterException
   */
  public <T> T parameters(
      Granted granted, Protocol protocol, HttpServletRequest request, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (BadParameterException e) {
      counters(granted, protocol).closed().add(e.reason());
      access.refused(granted.feed(), protocol, request, e.reason());
      throw new ProblemException(
          new Problem(400, e.getMessage(), Map.of("parameter", e.parameter())));
    }
  }

  /** Begins a session, which the permit ends. Throws a problem 503 if there are too many. */
  public SessionPermit session(Granted granted, Protocol protocol, HttpServletRequest request) {
    SessionPermit permit =
        limiter.acquire(
            counters(granted, protocol), ClientNetwork.of(request), granted.caller().name());
    if (permit.refusal().isPresent()) {
      access.refused(granted.feed(), protocol, request, permit.refusal().get());
      throw new ProblemException(503, permit.refusal().get().text());
    }
    return permit;
  }

  private static ProtocolCounters counters(Granted granted, Protocol protocol) {
    return granted.feed().subscribers().counters().of(protocol);
  }
}
