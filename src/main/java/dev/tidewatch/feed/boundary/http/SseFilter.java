package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.feed.boundary.FeedAccess.Granted;
import dev.tidewatch.feed.boundary.SubscribeParameters;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.format.SseFormat;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * {@code GET /api/feeds/NAME/events}: the feed as Server-Sent Events, after {@code Last-Event-ID},
 * {@code ?lastEventId=}, {@code ?after=} or {@code ?from=}.
 */
public class SseFilter extends ResponseFilter {

  public SseFilter() {
    super("events", Protocol.SSE);
  }

  @Override
  Function<Sink, SubscribeRequest> read(Granted granted, HttpServletRequest request) {
    Feed feed = granted.feed();
    SubscribeParameters parameters =
        SubscribeParameters.parse(
            feed, granted.view(), after(request), name -> unlessItReturns(request, name));
    Position after = parameters.after();
    return sink ->
        SubscribeRequest.of(
                sink,
                Protocol.SSE,
                new SseFormat(parameters.maxBytes(), parameters.json()),
                parameters.filter(),
                after == null && parameters.documents() == null ? feed.position() : after,
                after != null)
            .seeing(parameters.view())
            .withDocuments(parameters.documents());
  }

  @Override
  void setHeaders(Feed feed, HttpServletResponse response) {
    response.setContentType("text/event-stream");
  }

  /** The id of a returning client, else {@code after}; empty values count as missing. */
  private static String after(HttpServletRequest request) {
    return lastId(request).orElse(request.getParameter("after"));
  }

  /**
   * A returning client sends its last id in a header, or in a parameter if it cannot set headers.
   */
  private static Optional<String> lastId(HttpServletRequest request) {
    return Stream.of(request.getHeader("Last-Event-ID"), request.getParameter("lastEventId"))
        .filter(id -> id != null && !id.isEmpty())
        .findFirst();
  }

  /** A browser that returns repeats its address, whose start no longer counts then. */
  private static List<String> unlessItReturns(HttpServletRequest request, String parameter) {
    return parameter.equals("from") && lastId(request).isPresent()
        ? List.of()
        : values(request, parameter);
  }
}
