package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.access.control.Requires;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.access.entity.Right;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.boundary.FeedAccess.Granted;
import dev.tidewatch.feed.boundary.SubscribeParameters;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.admission.SessionPermit;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.format.PollFormat;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.problems.ProblemException;
import dev.tidewatch.web.WholeNumber;
import dev.tidewatch.web.handshake.ClientNetwork;
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
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/**
 * {@code GET /api/feeds/NAME/changes}: what came after a position, as one JSON object, immediately
 * or as soon as there is a change. No thread blocks meanwhile.
 */
@Path("feeds/{name}/changes")
@Requires(Right.KNOWN)
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class ChangesResource {

  /** How long a request without {@code wait} may take, which is enough for a batch from MongoDB. */
  private static final int LEAST_SECONDS = 3;

  @Inject private FeedAccess access;
  @Inject private Admission admission;
  @Inject private Compression compression;
  @Resource private ManagedScheduledExecutorService scheduler;

  /**
   * Returns what came after a position.
   *
   * @param after an id; without it and from, only changes that come while this waits
   * @param from a moment, instead of an id
   * @param limit the most changes
   * @param wait how many seconds to wait for the first change
   * @param changed fields of which an update touches one
   * @param text which a change contains
   * @param where a query of the documents to see
   * @param json the form of changes
   * @param batch the most bytes in the answer, unless a single change is larger
   */
  @GET
  public CompletionStage<Response> changes(
      @PathParam("name") String name,
      @QueryParam("after") String after,
      @QueryParam("from") List<String> from,
      @QueryParam("limit") @DefaultValue("256") @WholeNumber(min = 1, max = 256) String limit,
      @QueryParam("wait") @DefaultValue("0") @WholeNumber(min = 0, max = 60) String wait,
      @QueryParam("op") List<String> operations,
      @QueryParam("ns") List<String> namespaces,
      @QueryParam("key") List<String> keys,
      @QueryParam("changed") List<String> changed,
      @QueryParam("text") List<String> text,
      @QueryParam("where") List<String> where,
      @QueryParam("json") List<String> json,
      @QueryParam("batch") List<String> batch,
      @Context HttpServletRequest request) {
    Granted granted = access.find(name, request).orElseThrow(NotFoundException::new);
    Feed feed = granted.feed();
    Caller caller = granted.caller();
    Map<String, List<String>> values =
        Map.of(
            "from", from,
            "op", operations,
            "ns", namespaces,
            "key", keys,
            "changed", changed,
            "text", text,
            "where", where,
            "json", json,
            "batch", batch);
    SubscribeParameters parameters =
        admission.parameters(
            granted,
            Protocol.POLL,
            request,
            () -> SubscribeParameters.parse(feed, granted.view(), after, values::get));
    boolean returns = parameters.after() != null;
    Position start = returns ? parameters.after() : feed.position();
    if (start == null) {
      throw new ProblemException(503, "The watch of this feed has not begun yet.");
    }
    SessionPermit permit = admission.session(granted, Protocol.POLL, request);
    int seconds = Integer.parseInt(wait);
    View view = parameters.view();
    Position told = returns ? start : feed.subscribers().start(view, start);
    PollSink poll = new PollSink(told, seconds > 0);
    Runnable unsubscribe =
        feed.subscribers()
            .subscribe(
                new SubscribeRequest(
                    poll,
                    Protocol.POLL,
                    new PollFormat(parameters.maxBytes(), parameters.json()),
                    view,
                    parameters.filter(),
                    start,
                    returns,
                    Integer.parseInt(limit),
                    ClientNetwork.of(request),
                    caller,
                    null,
                    null),
                permit::release);
    access.begun(feed, Protocol.POLL, caller, request.getRemoteAddr());
    Duration longest = Duration.ofSeconds(Math.max(seconds, LEAST_SECONDS));
    Future<?> timer = RequestTimer.schedule(scheduler, longest, poll::timeIsOver, unsubscribe);
    boolean gzip = compression.isFor(request);
    // a new stage, because a derived one would wrap the problem in another exception
    CompletableFuture<Response> result = new CompletableFuture<>();
    poll.answer()
        .whenComplete(
            (answer, error) -> {
              timer.cancel(false);
              unsubscribe.run();
              if (error == null) {
                compression
                    .answer(answer, gzip)
                    .thenAccept(result::complete)
                    .exceptionally(e -> fail(result, 500, CloseReason.FAILED.text()));
              } else {
                int status = error instanceof IllegalArgumentException ? 400 : 503;
                fail(result, status, error.getMessage());
              }
            });
    return result;
  }

  private static Void fail(CompletableFuture<?> result, int status, String detail) {
    result.completeExceptionally(new ProblemException(status, detail));
    return null;
  }
}
