package dev.tidewatch.feed.boundary;

import dev.tidewatch.access.control.Audit;
import dev.tidewatch.access.control.Callers;
import dev.tidewatch.access.control.Entrance;
import dev.tidewatch.access.control.Outcome;
import dev.tidewatch.access.control.Refusal;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.FeedRegistry;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;

/**
 * Who may read which feed, for every way in, and the audit of who does. Each endpoint asks with the
 * name of the feed that it serves. Thread-safe.
 */
@ApplicationScoped
public class FeedAccess {

  @Inject private FeedRegistry feeds;
  @Inject private Audit audit;

  /**
   * A feed for a caller who may read it.
   *
   * @param view what of it the caller may see
   */
  public record Granted(Feed feed, View view, Caller caller) {}

  /** What a caller may see of a feed; empty if it may not read it. */
  public Optional<View> view(Feed feed, Caller caller) {
    return feed.rules().view(caller);
  }

  /**
   * The feed that a request is for.
   *
   * @return empty if there is none
   * @throws ProblemException if the caller may not read it
   */
  public Optional<Granted> find(String name, HttpServletRequest request) {
    Optional<Feed> feed = feeds.find(name);
    if (feed.isEmpty()) {
      return Optional.empty();
    }
    Caller caller = Callers.of(request);
    Optional<View> view = view(feed.get(), caller);
    if (view.isEmpty()) {
      audit.refused(
          caller,
          name,
          new Audit.Origin(Entrance.of(request), request.getRemoteAddr()),
          Outcome.FORBIDDEN,
          "the roles of the caller do not allow this feed");
      throw new ProblemException(
          (caller.isKnown() ? Refusal.FORBIDDEN : Refusal.UNKNOWN).problem());
    }
    return Optional.of(new Granted(feed.get(), view.get(), caller));
  }

  /** Every feed that a caller may read, in the order of the settings. */
  public List<Granted> all(Caller caller) {
    return feeds.all().stream()
        .flatMap(feed -> view(feed, caller).stream().map(view -> new Granted(feed, view, caller)))
        .toList();
  }

  /** A session has begun. */
  public void begun(Feed feed, Protocol protocol, Caller caller, String address) {
    audit.begun(caller, feed.name(), origin(protocol, address));
  }

  /** As below, over HTTP. */
  public void refused(Feed feed, Protocol protocol, HttpServletRequest request, CloseReason why) {
    refused(feed, protocol, Callers.of(request), request.getRemoteAddr(), why);
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
          case EXPORT -> Entrance.EXPORT;
          case POLL -> Entrance.POLL;
        },
        address);
  }
}
