package dev.tidewatch.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;

/**
 * Gives a WebSocket session what only its handshake knows: the client's address, which Jakarta
 * WebSocket does not tell, and a note. Both come with the user: that is what a server takes from
 * the handshake's request into this one session. A client cannot write there, as it can in headers
 * and parameters, and handshakes at the same time do not share it, as they share their endpoint's
 * properties.
 */
@WebFilter(
    urlPatterns = {"/socket", "/feeds/*"},
    asyncSupported = true)
public class Handshakes implements Filter {

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(new Handshake((HttpServletRequest) request), response);
  }

  /** The address that a session's handshake came from; null if this filter has not seen it. */
  static String addressOf(Session session) {
    return session.getUserPrincipal() instanceof Visitor visitor ? visitor.address : null;
  }

  /** Keeps something for the session that this handshake makes, in place of what was kept. */
  public static void note(HandshakeRequest handshake, Object note) {
    if (handshake.getUserPrincipal() instanceof Visitor visitor) {
      visitor.note = note;
    }
  }

  /** What was noted of a session's handshake; empty if nothing of that type was. */
  public static <T> Optional<T> noted(Session session, Class<T> type) {
    return session.getUserPrincipal() instanceof Visitor visitor && type.isInstance(visitor.note)
        ? Optional.of(type.cast(visitor.note))
        : Optional.empty();
  }

  private static final class Handshake extends HttpServletRequestWrapper {

    private final Visitor visitor;

    Handshake(HttpServletRequest request) {
      super(request);
      visitor = new Visitor(request.getRemoteAddr(), request.getUserPrincipal());
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
    private volatile Object note;

    Visitor(String address, Principal user) {
      this.address = address;
      this.user = user;
    }

    @Override
    public String getName() {
      return user == null ? "" : user.getName();
    }
  }
}
