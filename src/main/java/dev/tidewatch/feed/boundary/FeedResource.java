package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code GET /api/feeds/NAME}: how a feed is doing. */
@Path("feeds")
@Produces(MediaType.APPLICATION_JSON)
public class FeedResource {

  @Inject private Feed feed;

  /** Always 200 for a feed that exists: a watch that is down is an answer, not an error. */
  @GET
  @Path("{name}")
  public FeedState state(@PathParam("name") String name) {
    if (!Feed.NAME.equals(name)) {
      throw new NotFoundException();
    }
    WatchStatus status = feed.status();
    Position position = feed.position();
    return new FeedState(
        Feed.NAME,
        feed.namespace(),
        status.state().text(),
        status.cause(),
        position == null ? null : position.id(),
        feed.courier().subscribers(),
        feed.changes());
  }
}
