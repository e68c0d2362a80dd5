package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.BadParameterException;
import dev.tidewatch.feed.control.EventStreamFormat;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.Feeds;
import dev.tidewatch.feed.control.Place;
import dev.tidewatch.feed.control.Protocol;
import dev.tidewatch.feed.control.ProtocolCounters;
import dev.tidewatch.feed.control.Reader;
import dev.tidewatch.feed.control.Sessions;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.problems.Problem;
import dev.tidewatch.web.ClientNetwork;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code GET /api/feeds/NAME/events}: the feed as Server-Sent Events, after {@code Last-Event-ID},
 * {@code ?lastEventId=} or {@code ?after=}. A filter, for the path lies among those of the REST
 * resources, which cannot write without blocking.
 */
public class FeedEvents implements jakarta.servlet.Filter {

  private static final Pattern PATH = Pattern.compile(".*/api/feeds/([^/]+)/events");

  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  @Inject private Feeds feeds;
  @Inject private Sessions sessions;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    Matcher path = PATH.matcher(http.getRequestURI());
    Optional<Feed> feed = path.matches() ? feeds.find(path.group(1)) : Optional.empty();
    if (feed.isEmpty() || !METHODS.contains(http.getMethod())) {
      // there is no such resource, and what answers that answers this too
      chain.doFilter(request, response);
    } else {
      serve(feed.get(), http, (HttpServletResponse) response);
    }
  }

  private void serve(Feed feed, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProtocolCounters counters = feed.readers().counters().of(Protocol.SSE);
    ReaderParameters parameters;
    try {
      parameters = ReaderParameters.parse(feed, after(request), name -> all(request, name));
    } catch (BadParameterException e) {
      counters.closed().add(e.reason());
      new Problem(400, e.getMessage(), Map.of("parameter", e.parameter())).send(response);
      return;
    }
    if (request.getMethod().equals("HEAD")) {
      // what a GET would be answered with, without a session
      prepare(response);
      return;
    }
    Place place = sessions.enter(counters, ClientNetwork.of(request));
    if (place.refusal().isPresent()) {
      new Problem(503, place.refusal().get().text()).send(response);
      return;
    }
    try {
      open(feed, parameters, request, response, place);
    } catch (IOException | RuntimeException e) {
      place.giveBack();
      throw e;
    }
  }

  private static void prepare(HttpServletResponse response) {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    // nginx would hold events back
    response.setHeader("X-Accel-Buffering", "no");
  }

  private static void open(
      Feed feed,
      ReaderParameters parameters,
      HttpServletRequest request,
      HttpServletResponse response,
      Place place)
      throws IOException {
    Position after = parameters.after();
    prepare(response);
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    EventStream stream = new EventStream(context);
    context.addListener(stream);
    response.getOutputStream().setWriteListener(stream);
    stream.onEnd(
        feed.readers()
            .subscribe(
                Reader.of(
                        stream,
                        Protocol.SSE,
                        new EventStreamFormat(parameters.maxBytes()),
                        parameters.filter(),
                        after == null ? feed.position() : after,
                        after != null)
                    .from(ClientNetwork.of(request)),
                place::giveBack));
  }

  /**
   * A client that comes back says its last id in a header, or in a parameter where it cannot set
   * headers, whatever {@code after} says. What is empty says nothing.
   */
  private static String after(HttpServletRequest request) {
    return Stream.of(
            request.getHeader("Last-Event-ID"),
            request.getParameter("lastEventId"),
            request.getParameter("after"))
        .filter(id -> id != null && !id.isEmpty())
        .findFirst()
        .orElse(null);
  }

  private static List<String> all(HttpServletRequest request, String parameter) {
    String[] values = request.getParameterValues(parameter);
    return values == null ? List.of() : List.of(values);
  }
}
