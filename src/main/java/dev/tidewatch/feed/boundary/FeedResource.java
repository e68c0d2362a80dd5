package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.Feeds;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/feeds}: what feeds there are, and how they are doing. */
@Path("feeds")
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = "feeds")
public class FeedResource {

  @Inject private Feeds feeds;

  /** Every feed, the page's first. */
  @GET
  @APIResponse(
      responseCode = "421",
      description = "The request names a host that is not one of tidewatch.hosts.")
  @Operation(
      operationId = "feeds",
      summary = "Every feed, and how it is doing",
      description = "Also those that cannot be opened, with the cause.")
  @APIResponse(
      responseCode = "200",
      description = "The page's feed first.",
      content =
          @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "FeedList")))
  public Map<String, List<FeedState>> list() {
    return Map.of("feeds", feeds.all().stream().map(FeedState::of).toList());
  }

  /** Always 200 for a feed that exists: a watch that is down is an answer, not an error. */
  @GET
  @Path("{name}")
  @Operation(
      operationId = "feed",
      summary = "How one feed is doing",
      description = "The same object as in the list of all feeds.")
  @APIResponse(
      responseCode = "200",
      description = "Its state, also where that is that the watch is down.",
      content =
          @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "FeedState")))
  @APIResponse(ref = "NoSuchFeed", responseCode = "404")
  public FeedState state(@Parameter(ref = "name") @PathParam("name") String name) {
    Feed feed = feeds.find(name).orElseThrow(NotFoundException::new);
    return FeedState.of(feed);
  }
}
