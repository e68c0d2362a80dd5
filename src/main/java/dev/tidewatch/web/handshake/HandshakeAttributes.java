package dev.tidewatch.web.handshake;

import dev.tidewatch.access.control.Callers;
import dev.tidewatch.access.entity.Caller;
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
 * WebSocket does not expose, the caller, and a note. They are attached to the user principal, which
 * a server copies from the handshake's request into its session. A client cannot set it, unlike
 * headers and parameters, and concurrent handshakes do not share it, unlike the endpoint's
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

  /** The problem of a handshake (RFC 6455, section 4.2.1); null if it is valid. */
  private static Problem problem(HttpServletRequest request) {
    if (!request.getMethod().equals("GET")) {
      return new Problem(405, "A WebSocket is opened with GET.");
    }
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
        || !VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
      return new Problem(426, "This path accepts only WebSockets of version 13.");
    }
    String key = request.getHeader("Sec-WebSocket-Key");
    return key != null && KEY.matcher(key).matches()
        ? null
        : new Problem(400, "The header Sec-WebSocket-Key must hold 16 bytes in base64.");
  }

  /** The address that a session's handshake came from; null if this filter has not seen it. */
  public static String addressOf(Session session) {
    return session.getUserPrincipal() instanceof Visitor visitor ? visitor.address : null;
  }

  /** Who opened a session; {@link Caller#UNKNOWN} if this filter has not seen the handshake. */
  public static Caller callerOf(Session session) {
    return session.getUserPrincipal() instanceof Visitor visitor ? visitor.caller : Caller.UNKNOWN;
  }

  /**
   * The last path segment of a session's handshake as it was sent; a server may omit what follows a
   * semicolon. Empty if this filter has not seen the handshake.
   */
  public static Optional<String> lastSegment(Session session) {
    return session.getUserPrincipal() instanceof Visitor visitor
        ? Optional.of(visitor.path.substring(visitor.path.lastIndexOf('/') + 1))
        : Optional.empty();
  }

  /**
   * Sets the action for a client that has sent too much, which {@link CountedUpgrade} may detect
   * before the endpoint does.
   */
  public static void onTooMuch(Session session, Runnable action) {
    if (session.getUserPrincipal() instanceof Visitor visitor) {
      visitor.whenTooMuch = action;
    }
  }

  /**
   * Runs an action when the client of a session next sends bytes, on the reading thread and instead
   * of reading; nothing is read from the session afterwards.
   *
   * @return false if {@link CountedUpgrade} does not read its connection
   */
  public static boolean onNextBytes(Session session, Runnable action) {
    if (session.getUserPrincipal() instanceof Visitor visitor && visitor.counted) {
      visitor.whenHeard.set(action);
      return true;
    }
    return false;
  }

  /** Sets the note of the session that this handshake creates. */
  public static void put(HandshakeRequest handshake, Object note) {
    if (handshake.getUserPrincipal() instanceof Visitor visitor) {
      visitor.note = note;
    }
  }

  /** The note of a session's handshake; empty if there is none of that type. */
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
          new Visitor(
              request.getRemoteAddr(),
              Callers.of(request),
              request.getUserPrincipal(),
              request.getRequestURI());
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> type)
        throws IOException, ServletException {
      T handler;
      try {
        handler = type.getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        // only the server can create it
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

  /** The user, null if there is none, with an address and a note. */
  private static final class Visitor implements Principal {

    private final String address;
    private final Caller caller;
    private final Principal user;
    private final String path;
    private final AtomicReference<Runnable> whenHeard = new AtomicReference<>();
    private volatile boolean counted;
    private volatile Object note;
    private volatile Runnable whenTooMuch = () -> {};

    Visitor(String address, Caller caller, Principal user, String path) {
      this.address = address;
      this.caller = caller;
      this.user = user;
      this.path = path;
    }

    @Override
    public String getName() {
      return user == null ? "" : user.getName();
    }
  }
}
