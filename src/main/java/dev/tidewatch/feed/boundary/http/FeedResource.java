package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.access.control.Callers;
import dev.tidewatch.access.control.Requires;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.access.entity.Right;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.FeedRegistry;
import dev.tidewatch.feed.control.view.View;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** {@code GET /api/feeds}: the feeds and their states. */
@Path("feeds")
@Requires(Right.KNOWN)
@Produces(MediaType.APPLICATION_JSON)
public class FeedResource {

  @Inject private FeedRegistry feeds;
  @Inject private FeedAccess access;

  /** Every feed that the caller may read, {@code changes} first. */
  @GET
  public Map<String, List<FeedState>> list(@Context HttpServletRequest request) {
    Caller caller = Callers.of(request);
    return Map.of(
        "feeds",
        feeds.all().stream()
            .filter(feed -> access.mayRead(feed, caller))
            .map(feed -> FeedState.of(feed, View.ALL))
            .toList());
  }

  /** The state of a feed. Always 200 if the feed exists, even if its watch is down. */
  @GET
  @Path("{name}")
  public FeedState state(@PathParam("name") String name, @Context HttpServletRequest request) {
    Feed feed = access.find(name, request).orElseThrow(NotFoundException::new);
    return FeedState.of(feed, View.ALL);
  }
}
