package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.AnswerFormat;
import dev.tidewatch.feed.control.BadParameterException;
import dev.tidewatch.feed.control.CloseReason;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.Feeds;
import dev.tidewatch.feed.control.Place;
import dev.tidewatch.feed.control.Protocol;
import dev.tidewatch.feed.control.ProtocolCounters;
import dev.tidewatch.feed.control.Reader;
import dev.tidewatch.feed.control.Sessions;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.problems.Problem;
import dev.tidewatch.problems.ProblemException;
import dev.tidewatch.web.ClientNetwork;
import dev.tidewatch.web.WholeNumber;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /api/feeds/NAME/changes}: what came after a position, as one JSON object, at once or
 * as soon as there is something. No thread waits meanwhile.
 */
@Path("feeds/{name}/changes")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class PollResource {

  /** Long enough for a batch from MongoDB, where a request does not wait. */
  private static final long LEAST_MILLIS = 3000;

  @Inject private Feeds feeds;
  @Inject private Sessions sessions;
  @Resource private ManagedScheduledExecutorService scheduler;

  /**
   * What came after a position.
   *
   * @param after an id; without one, only what comes while this waits
   * @param limit the most changes
   * @param wait how many seconds to wait for the first
   * @param batch the most bytes in the answer, unless one change alone has more
   */
  @GET
  public CompletionStage<byte[]> changes(
      @PathParam("name") String name,
      @QueryParam("after") String after,
      @QueryParam("limit") @DefaultValue("256") @WholeNumber(min = 1, max = 256) String limit,
      @QueryParam("wait") @DefaultValue("0") @WholeNumber(min = 0, max = 60) String wait,
      @QueryParam("op") List<String> operations,
      @QueryParam("ns") List<String> namespaces,
      @QueryParam("key") List<String> keys,
      @QueryParam("batch") List<String> batch,
      @Context HttpServletRequest request) {
    Feed feed = feeds.find(name).orElseThrow(NotFoundException::new);
    ProtocolCounters counters = feed.readers().counters().of(Protocol.POLL);
    ReaderParameters parameters =
        parameters(
            feed, after, Map.of("op", operations, "ns", namespaces, "key", keys, "batch", batch));
    boolean returns = parameters.after() != null;
    Position start = returns ? parameters.after() : feed.position();
    if (start == null) {
      throw new ProblemException(503, "The watch of this feed has not begun yet.");
    }
    Place place = sessions.enter(counters, ClientNetwork.of(request));
    if (place.refusal().isPresent()) {
      throw new ProblemException(503, place.refusal().get().text());
    }
    int seconds = Integer.parseInt(wait);
    Poll poll = new Poll(start, seconds > 0);
    Runnable unsubscribe =
        feed.readers()
            .subscribe(
                new Reader(
                    poll,
                    Protocol.POLL,
                    new AnswerFormat(parameters.maxBytes()),
                    parameters.filter(),
                    start,
                    returns,
                    Integer.parseInt(limit),
                    ClientNetwork.of(request)),
                place::giveBack);
    Future<?> timer = endAfter(seconds, poll, scheduler, unsubscribe);
    // a stage of its own: one that is derived would wrap the problem in another exception
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    poll.answer()
        .whenComplete(
            (answer, error) -> {
              timer.cancel(false);
              unsubscribe.run();
              if (error == null) {
                result.complete(answer);
              } else {
                int status = error instanceof IllegalArgumentException ? 400 : 503;
                result.completeExceptionally(new ProblemException(status, error.getMessage()));
              }
            });
    return result;
  }

  /** Throws a problem 503 if the server stops, with the reader gone. */
  static Future<?> endAfter(
      int seconds, Poll poll, ScheduledExecutorService scheduler, Runnable unsubscribe) {
    try {
      return scheduler.schedule(
          poll::timeIsOver, Math.max(seconds * 1000L, LEAST_MILLIS), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | IllegalStateException e) {
      // a managed scheduler throws the latter
      unsubscribe.run();
      throw new ProblemException(503, CloseReason.GOING_AWAY.text());
    }
  }

  private static ReaderParameters parameters(
      Feed feed, String after, Map<String, List<String>> values) {
    try {
      return ReaderParameters.parse(feed, after, values::get);
    } catch (BadParameterException e) {
      feed.readers().counters().of(Protocol.POLL).closed().add(e.reason());
      throw new ProblemException(
          new Problem(400, e.getMessage(), Map.of("parameter", e.parameter())));
    }
  }
}
