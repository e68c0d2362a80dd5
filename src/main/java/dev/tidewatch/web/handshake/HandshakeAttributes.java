package dev.tidewatch.web.handshake;

import dev.tidewatch.problems.Problem;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Gives a WebSocket session what only its handshake knows: the client's address, which Jakarta
 * WebSocket does not tell, and a note. Both come with the user: that is what a server takes from
 * the handshake's request into this one session. A client cannot write there, as it can in headers
 * and parameters, and handshakes at the same time do not share it, as they share their endpoint's
 * properties.
 */
public class HandshakeAttributes implements Filter {

  private static final String VERSION = "13";
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    Problem problem = problem(http);
    if (problem == null) {
      chain.doFilter(new Handshake(http), response);
      return;
    }
    if (problem.status() == 426) {
      answer.setHeader("Connection", "Upgrade");
      answer.setHeader("Upgrade", "websocket");
      answer.setHeader("Sec-WebSocket-Version", VERSION);
    }
    problem.send(answer);
  }

  /** What is wrong with a handshake (RFC 6455, section 4.2.1); null if it is in order. */
  private static Problem problem(HttpServletRequest request) {
    if (!request.getMethod().equals("GET")) {
      return new Problem(405, "A WebSocket is opened with GET.");
    }
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
        || !VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
      return new Problem(426, "This path takes WebSockets of version 13 and nothing else.");
    }
    String key = request.getHeader("Sec-WebSocket-Key");
    return key != null && KEY.matcher(key).matches()
        ? null
        : new Problem(400, "The header Sec-WebSocket-Key must hold 16 bytes in base64.");
  }

  /** The address that a session's handshake came from; null if this filter has not seen it. */
  static String addressOf(Session session) {
    return session.getUserPrincipal() instanceof Visitor visitor ? visitor.address : null;
  }

  /**
   * The last segment of the path that a session's handshake asked for, whole, as it was sent: a
   * server may leave out what follows a semicolon. Empty if this filter has not seen it.
   */
  public static Optional<String> lastSegment(Session session) {
    return session.getUserPrincipal() instanceof Visitor visitor
        ? Optional.of(visitor.path.substring(visitor.path.lastIndexOf('/') + 1))
        : Optional.empty();
  }

  /**
   * Sets what happens when the client of a session has sent too much, which {@link CountedUpgrade}
   * may see before the endpoint does.
   */
  public static void onTooMuch(Session session, Runnable action) {
    if (session.getUserPrincipal() instanceof Visitor visitor) {
      visitor.whenTooMuch = action;
    }
  }

  /**
   * Has something done when the client of a session next sends anything, on the thread that reads
   * it, in place of the reading: nothing of the session is read any more.
   *
   * @return false if its connection is not one that {@link CountedUpgrade} reads
   */
  public static boolean onNextBytes(Session session, Runnable action) {
    if (session.getUserPrincipal() instanceof Visitor visitor && visitor.counted) {
      visitor.whenHeard.set(action);
      return true;
    }
    return false;
  }

  /** Keeps something for the session that this handshake makes, in place of what was kept. */
  public static void put(HandshakeRequest handshake, Object note) {
    if (handshake.getUserPrincipal() instanceof Visitor visitor) {
      visitor.note = note;
    }
  }

  /** What was noted of a session's handshake; empty if nothing of that type was. */
  public static <T> Optional<T> get(Session session, Class<T> type) {
    return session.getUserPrincipal() instanceof Visitor visitor && type.isInstance(visitor.note)
        ? Optional.of(type.cast(visitor.note))
        : Optional.empty();
  }

  private static final class Handshake extends HttpServletRequestWrapper {

    private final Visitor visitor;

    Handshake(HttpServletRequest request) {
      super(request);
      visitor =
          new Visitor(request.getRemoteAddr(), request.getUserPrincipal(), request.getRequestURI());
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> type)
        throws IOException, ServletException {
      T handler;
      try {
        handler = type.getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        // it can only be made by its server
        return super.upgrade(type);
      }
      visitor.counted = true;
      super.upgrade(CountedUpgrade.class)
          .serve(
              handler,
              () -> visitor.whenTooMuch.run(),
              () -> visitor.whenHeard.get() == null ? null : visitor.whenHeard.getAndSet(null));
      return handler;
    }

    @Override
    public Principal getUserPrincipal() {
      return visitor;
    }
  }

  /** A user, null if nobody has logged in, with an address and a note. */
  private static final class Visitor implements Principal {

    private final String address;
    private final Principal user;
    private final String path;
    private final AtomicReference<Runnable> whenHeard = new AtomicReference<>();
    private volatile boolean counted;
    private volatile Object note;
    private volatile Runnable whenTooMuch = () -> {};

    Visitor(String address, Principal user, String path) {
      this.address = address;
      this.user = user;
      this.path = path;
    }

    @Override
    public String getName() {
      return user == null ? "" : user.getName();
    }
  }
}
