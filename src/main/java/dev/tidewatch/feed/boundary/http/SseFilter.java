package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.access.control.Refusal;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.boundary.FeedAccess.Granted;
import dev.tidewatch.feed.boundary.SubscribeParameters;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.control.delivery.SessionLimiter;
import dev.tidewatch.feed.control.delivery.SessionPermit;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.control.format.SseFormat;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.problems.Problem;
import dev.tidewatch.problems.ProblemException;
import dev.tidewatch.web.handshake.ClientNetwork;
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
 * {@code ?lastEventId=}, {@code ?after=} or {@code ?from=}. A filter because the path is below the
 * REST resources', which cannot write without blocking.
 */
public class SseFilter implements jakarta.servlet.Filter {

  private static final Pattern PATH = Pattern.compile(".*/api/feeds/([^/]+)/events");

  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  @Inject private FeedAccess access;
  @Inject private SessionLimiter limiter;
  @Inject private Compression compression;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    Matcher path = PATH.matcher(http.getRequestURI());
    Optional<Granted> granted;
    try {
      boolean reads = path.matches() && METHODS.contains(http.getMethod());
      granted = reads ? access.find(path.group(1), http) : Optional.empty();
    } catch (ProblemException e) {
      new Refusal(e.problem()).send(http, (HttpServletResponse) response);
      return;
    }
    if (granted.isEmpty()) {
      // no such feed: the REST application answers
      chain.doFilter(request, response);
    } else {
      serve(granted.get(), http, (HttpServletResponse) response);
    }
  }

  private void serve(Granted granted, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Feed feed = granted.feed();
    Caller caller = granted.caller();
    String address = request.getRemoteAddr();
    ProtocolCounters counters = feed.subscribers().counters().of(Protocol.SSE);
    SubscribeParameters parameters;
    try {
      parameters =
          SubscribeParameters.parse(
              feed, granted.view(), after(request), name -> values(request, name));
    } catch (BadParameterException e) {
      counters.closed().add(e.reason());
      access.refused(feed, Protocol.SSE, request, e.reason());
      new Problem(400, e.getMessage(), Map.of("parameter", e.parameter())).send(response);
      return;
    }
    if (request.getMethod().equals("HEAD")) {
      // the headers of a GET, without a session
      prepare(response);
      if (compression.isFor(request)) {
        response.setHeader(Compression.ENCODING, Compression.GZIP);
      }
      return;
    }
    SessionPermit permit = limiter.acquire(counters, ClientNetwork.of(request), caller.name());
    if (permit.refusal().isPresent()) {
      access.refused(feed, Protocol.SSE, request, permit.refusal().get());
      new Problem(503, permit.refusal().get().text()).send(response);
      return;
    }
    try {
      open(granted, parameters, request, response, permit);
      access.begun(feed, Protocol.SSE, caller, address);
    } catch (IOException | RuntimeException e) {
      permit.release();
      throw e;
    }
  }

  private void prepare(HttpServletResponse response) {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    // nginx would buffer events
    response.setHeader("X-Accel-Buffering", "no");
    if (compression.isOn()) {
      response.addHeader(Compression.VARY, Compression.ACCEPTED);
    }
  }

  private void open(
      Granted granted,
      SubscribeParameters parameters,
      HttpServletRequest request,
      HttpServletResponse response,
      SessionPermit permit)
      throws IOException {
    Feed feed = granted.feed();
    Position after = parameters.after();
    prepare(response);
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    SseSink stream = new SseSink(context, compression.isFor(request) ? compression : null);
    context.addListener(stream);
    response.getOutputStream().setWriteListener(stream);
    stream.onEnd(
        feed.subscribers()
            .subscribe(
                SubscribeRequest.of(
                        stream,
                        Protocol.SSE,
                        new SseFormat(parameters.maxBytes(), parameters.json()),
                        parameters.filter(),
                        after == null && parameters.documents() == null ? feed.position() : after,
                        after != null)
                    .from(ClientNetwork.of(request))
                    .by(granted.caller())
                    .seeing(parameters.view())
                    .withDocuments(parameters.documents()),
                permit::release));
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
  private static List<String> values(HttpServletRequest request, String parameter) {
    String[] values = request.getParameterValues(parameter);
    boolean missing = values == null || parameter.equals("from") && lastId(request).isPresent();
    return missing ? List.of() : List.of(values);
  }
}
