package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.access.control.Callers;
import dev.tidewatch.access.control.Requires;
import dev.tidewatch.access.entity.Right;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.boundary.FeedAccess.Granted;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code GET /api/feeds}: the feeds, their states, and how much changes in them. */
@Path("feeds")
@Requires(Right.KNOWN)
@Produces(MediaType.APPLICATION_JSON)
public class FeedResource {

  /** How long the first request for a feed's state may wait to say where its history begins. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  @Inject private FeedAccess access;

  /** Every feed that the caller may read, {@code changes} first. */
  @GET
  public Map<String, List<FeedState>> list(@Context HttpServletRequest request) {
    return Map.of(
        "feeds",
        access.all(Callers.of(request)).stream()
            .map(granted -> FeedState.of(granted.feed(), granted.view()))
            .toList());
  }

  /** The state of a feed. Always 200 if the feed exists, even if its watch is down. */
  @GET
  @Path("{name}")
  public FeedState state(@PathParam("name") String name, @Context HttpServletRequest request) {
    Granted granted = access.find(name, request).orElseThrow(NotFoundException::new);
    return FeedState.withOldest(granted.feed(), granted.view(), PATIENCE);
  }

  /** A feed's changes of the last 15 minutes, by second and operation. */
  @GET
  @Path("{name}/counts")
  public FeedCounts counts(@PathParam("name") String name, @Context HttpServletRequest request) {
    Granted granted = access.find(name, request).orElseThrow(NotFoundException::new);
    return FeedCounts.of(granted.feed(), granted.view(), Instant.now());
  }
}
