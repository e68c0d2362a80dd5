package dev.tidewatch.feed.boundary;

import dev.tidewatch.access.control.Audit;
import dev.tidewatch.access.control.Callers;
import dev.tidewatch.access.control.Entrance;
import dev.tidewatch.access.control.Outcome;
import dev.tidewatch.access.control.Refusal;
import dev.tidewatch.access.control.Rights;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.FeedRegistry;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Who may read which feed, for every way in, and the audit of who does. Each endpoint asks with the
 * name of the feed that it serves. Thread-safe.
 */
@ApplicationScoped
public class FeedAccess {

  @Inject private FeedRegistry feeds;
  @Inject private Rights rights;
  @Inject private Audit audit;

  /** Whether a caller may read a feed. */
  public boolean mayRead(Feed feed, Caller caller) {
    return !rights.areRequired();
  }

  /**
   * The feed that a request is for.
   *
   * @return empty if there is none
   * @throws ProblemException if the caller may not read it
   */
  public Optional<Feed> find(String name, HttpServletRequest request) {
    Optional<Feed> feed = feeds.find(name);
    Caller caller = Callers.of(request);
    if (feed.isPresent() && !mayRead(feed.get(), caller)) {
      audit.refused(
          caller,
          name,
          new Audit.Origin(Entrance.of(request), request.getRemoteAddr()),
          Outcome.FORBIDDEN,
          "the roles of the caller do not allow this feed");
      throw new ProblemException(
          (caller.isKnown() ? Refusal.FORBIDDEN : Refusal.UNKNOWN).problem());
    }
    return feed;
  }

  /** A session has begun. */
  public void begun(Feed feed, Protocol protocol, Caller caller, String address) {
    audit.begun(caller, feed.name(), origin(protocol, address));
  }

  /** A session of somebody who may read the feed was refused. */
  public void refused(
      Feed feed, Protocol protocol, Caller caller, String address, CloseReason why) {
    audit.refused(caller, feed.name(), origin(protocol, address), Outcome.REFUSED, why.text());
  }

  private static Audit.Origin origin(Protocol protocol, String address) {
    return new Audit.Origin(
        switch (protocol) {
          case SOCKET -> Entrance.SOCKET;
          case WEBSOCKET -> Entrance.WEBSOCKET;
          case SSE -> Entrance.SSE;
          case POLL -> Entrance.POLL;
        },
        address);
  }
}
