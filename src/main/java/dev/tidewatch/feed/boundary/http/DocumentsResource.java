package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.access.control.Requires;
import dev.tidewatch.access.entity.Right;
import dev.tidewatch.feed.boundary.DocumentsParameter;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.boundary.FeedAccess.Granted;
import dev.tidewatch.feed.boundary.SubscribeParameters;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.admission.SessionPermit;
import dev.tidewatch.feed.control.documents.DocumentsException;
import dev.tidewatch.feed.control.documents.PageRequest;
import dev.tidewatch.feed.control.documents.PageToken;
import dev.tidewatch.feed.control.format.PollFormat;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.problems.Problem;
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
 * {@code GET /api/feeds/NAME/documents}: the documents of a collection as they were at one moment,
 * page by page, and the position from which their changes go on. No thread blocks meanwhile.
 */
@Path("feeds/{name}/documents")
@Requires(Right.KNOWN)
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class DocumentsResource {

  /** How long a page may take, with its time in the queue. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  @Inject private FeedAccess access;
  @Inject private Admission admission;
  @Inject private Compression compression;
  @Resource private ManagedScheduledExecutorService scheduler;

  /**
   * Returns a page.
   *
   * @param namespaces the collection, if the feed watches several
   * @param where a query that the documents match
   * @param limit the most documents
   * @param page the {@code next} of the page before; without it, the first page of this moment
   */
  @GET
  public CompletionStage<Response> documents(
      @PathParam("name") String name,
      @QueryParam("ns") List<String> namespaces,
      @QueryParam("where") List<String> where,
      @QueryParam("limit") @DefaultValue("1000") @WholeNumber(min = 1, max = 1000) String limit,
      @QueryParam("page") String page,
      @Context HttpServletRequest request) {
    Granted granted = access.find(name, request).orElseThrow(NotFoundException::new);
    Feed feed = granted.feed();
    Map<String, List<String>> values = Map.of("ns", namespaces, "where", where);
    Asked what =
        admission.parameters(granted, Protocol.POLL, request, () -> Asked.of(granted, values));
    PageToken from = token(page, what.collection(), feed);
    SessionPermit permit = admission.session(granted, Protocol.POLL, request);
    access.begun(feed, Protocol.POLL, granted.caller(), request.getRemoteAddr());
    PageRequest asked =
        new PageRequest(
            feed.documents(), what.collection(), what.view(), from, Integer.parseInt(limit));
    return answer(asked, ClientNetwork.of(request), permit, compression.isFor(request));
  }

  /** The documents that a request is for. */
  private record Asked(Namespace collection, View view) {

    /** Throws BadParameterException. */
    static Asked of(Granted granted, Map<String, List<String>> values) {
      SubscribeParameters parameters =
          SubscribeParameters.parse(
              granted.feed(), granted.view(), null, name -> values.getOrDefault(name, List.of()));
      Namespace collection =
          DocumentsParameter.collection(granted.feed(), parameters.filter().namespaces());
      return new Asked(collection, parameters.view());
    }
  }

  private CompletionStage<Response> answer(
      PageRequest asked, String client, SessionPermit permit, boolean gzip) {
    // a new stage, because a derived one would wrap the problem in another exception
    CompletableFuture<Response> result = new CompletableFuture<>();
    asked
        .begin(client)
        .whenComplete(
            (page, failure) -> {
              try {
                if (failure == null) {
                  result.complete(compression.answer(json(page), gzip));
                } else {
                  result.completeExceptionally(problem(failure));
                }
              } catch (ProblemException e) {
                result.completeExceptionally(e);
              }
            });
    ProblemException late =
        new ProblemException(
            503, "The documents could not be read in time: ask again, or for fewer of them.");
    Runnable leave =
        () -> {
          asked.cancel();
          permit.release();
        };
    Future<?> timer =
        RequestTimer.schedule(scheduler, LONGEST, () -> result.completeExceptionally(late), leave);
    result.whenComplete(
        (json, failure) -> {
          timer.cancel(false);
          leave.run();
        });
    return result;
  }

  private static byte[] json(PageRequest.Result page) {
    String next =
        page.next() == null
            ? null
            : page.next()
                .text()
                .orElseThrow(
                    () ->
                        new ProblemException(
                            413,
                            "The _id of a document is too long to name the page after it: read"
                                + " this collection over a WebSocket or Server-Sent Events."));
    return PollFormat.documents(page.documents(), page.position(), next);
  }

  private static ProblemException problem(Throwable failure) {
    if (!(failure instanceof DocumentsException known)) {
      return new ProblemException(500, CloseReason.FAILED.text());
    }
    return switch (known.trouble()) {
      case TOO_OLD ->
          new ProblemException(
              410,
              "MongoDB no longer has the collection as it was at this page's moment: begin again"
                  + " without page.");
      case NO_COLLECTION -> problem(400, CloseReason.NO_COLLECTION.text(), "ns");
      case NO_MOMENTS -> new ProblemException(501, CloseReason.NO_MOMENTS.text());
      case FAILED -> new ProblemException(503, "The documents cannot be read now.");
    };
  }

  private static PageToken token(String page, Namespace collection, Feed feed) {
    if (page == null || page.isEmpty()) {
      return null;
    }
    try {
      PageToken token = PageToken.parse(page, collection);
      if (!feed.isFuture(token.snapshot().position())) {
        return token;
      }
    } catch (IllegalArgumentException e) {
      // refused below
    }
    throw problem(
        400, "The parameter page must be the next of another page: begin without it.", "page");
  }

  private static ProblemException problem(int status, String detail, String parameter) {
    return new ProblemException(new Problem(status, detail, Map.of("parameter", parameter)));
  }
}
