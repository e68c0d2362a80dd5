package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.access.control.Refusal;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.boundary.FeedAccess.Granted;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.admission.SessionPermit;
import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.entity.Protocol;
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
import java.util.List;
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
  @Inject private Admission admission;
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

  /** All values of a parameter in their order; empty if it is missing. */
  static List<String> values(HttpServletRequest request, String parameter) {
    String[] values = request.getParameterValues(parameter);
    return values == null ? List.of() : List.of(values);
  }

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
      return;
    }
    try {
      serve(granted.get(), http, (HttpServletResponse) response);
    } catch (ProblemException e) {
      e.problem().send((HttpServletResponse) response);
    }
  }

  private void serve(Granted granted, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Feed feed = granted.feed();
    Function<Sink, SubscribeRequest> asked =
        admission.parameters(granted, protocol, request, () -> read(granted, request));
    if (request.getMethod().equals("HEAD")) {
      // the headers of a GET, without a session
      prepare(feed, response);
      if (compression.isFor(request)) {
        response.setHeader(Compression.ENCODING, Compression.GZIP);
      }
      return;
    }
    SessionPermit permit = admission.session(granted, protocol, request);
    String address = request.getRemoteAddr();
    try {
      open(granted, asked, request, response, permit);
      access.begun(feed, protocol, granted.caller(), address);
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
