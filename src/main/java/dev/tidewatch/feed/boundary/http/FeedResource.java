package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.FeedRegistry;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** {@code GET /api/feeds}: all feeds and their states. */
@Path("feeds")
@Produces(MediaType.APPLICATION_JSON)
public class FeedResource {

  @Inject private FeedRegistry feeds;

  /** Every feed, {@code changes} first. */
  @GET
  public Map<String, List<FeedState>> list() {
    return Map.of("feeds", feeds.all().stream().map(FeedState::of).toList());
  }

  /** The state of a feed. Always 200 if the feed exists, even if its watch is down. */
  @GET
  @Path("{name}")
  public FeedState state(@PathParam("name") String name) {
    Feed feed = feeds.find(name).orElseThrow(NotFoundException::new);
    return FeedState.of(feed);
  }
}
