package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.access.control.Refusal;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.boundary.FeedAccess.Granted;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.admission.SessionLimiter;
import dev.tidewatch.feed.control.admission.SessionPermit;
import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.problems.Problem;
import dev.tidewatch.problems.ProblemException;
import dev.tidewatch.web.handshake.ClientNetwork;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A feed, or a part of it, as one response that is written as its reader takes it. A filter because
 * the path is below the REST resources', which cannot write without blocking.
 */
abstract class ResponseFilter implements Filter {

  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final Pattern pattern;
  private final Protocol protocol;

  @Inject private FeedAccess access;
  @Inject private SessionLimiter limiter;
  @Inject private Compression compression;

  /**
   * A filter for one path.
   *
   * @param name the path below the feed's
   */
  ResponseFilter(String name, Protocol protocol) {
    this.pattern = Pattern.compile(".*/api/feeds/([^/]+)/" + name);
    this.protocol = protocol;
  }

  /**
   * What a request asks for.
   *
   * @throws BadParameterException if a parameter is invalid
   * @throws ProblemException if the feed cannot serve it now
   */
  abstract Function<Sink, SubscribeRequest> read(Granted granted, HttpServletRequest request);

  /** Sets the headers of the response. */
  abstract void setHeaders(Feed feed, HttpServletResponse response);

  @Override
  public final void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    Matcher path = pattern.matcher(http.getRequestURI());
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
    ProtocolCounters counters = feed.subscribers().counters().of(protocol);
    Function<Sink, SubscribeRequest> asked;
    try {
      asked = read(granted, request);
    } catch (BadParameterException e) {
      counters.closed().add(e.reason());
      access.refused(feed, protocol, request, e.reason());
      new Problem(400, e.getMessage(), Map.of("parameter", e.parameter())).send(response);
      return;
    } catch (ProblemException e) {
      e.problem().send(response);
      return;
    }
    if (request.getMethod().equals("HEAD")) {
      // the headers of a GET, without a session
      prepare(feed, response);
      if (compression.isFor(request)) {
        response.setHeader(Compression.ENCODING, Compression.GZIP);
      }
      return;
    }
    Caller caller = granted.caller();
    SessionPermit permit = limiter.acquire(counters, ClientNetwork.of(request), caller.name());
    if (permit.refusal().isPresent()) {
      access.refused(feed, protocol, request, permit.refusal().get());
      new Problem(503, permit.refusal().get().text()).send(response);
      return;
    }
    String address = request.getRemoteAddr();
    try {
      open(granted, asked, request, response, permit);
      access.begun(feed, protocol, caller, address);
    } catch (IOException | RuntimeException e) {
      permit.release();
      throw e;
    }
  }

  private void prepare(Feed feed, HttpServletResponse response) {
    setHeaders(feed, response);
    response.setCharacterEncoding("UTF-8");
    // nginx would buffer it
    response.setHeader("X-Accel-Buffering", "no");
    if (compression.isOn()) {
      response.addHeader(Compression.VARY, Compression.ACCEPTED);
    }
  }

  private void open(
      Granted granted,
      Function<Sink, SubscribeRequest> asked,
      HttpServletRequest request,
      HttpServletResponse response,
      SessionPermit permit)
      throws IOException {
    prepare(granted.feed(), response);
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    ResponseSink sink = new ResponseSink(context, compression.isFor(request) ? compression : null);
    context.addListener(sink);
    response.getOutputStream().setWriteListener(sink);
    SubscribeRequest subscription =
        asked.apply(sink).from(ClientNetwork.of(request)).by(granted.caller());
    sink.onEnd(granted.feed().subscribers().subscribe(subscription, permit::release));
  }
}
