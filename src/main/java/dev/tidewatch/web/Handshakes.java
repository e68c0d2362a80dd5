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
import java.io.IOException;
import java.security.Principal;

/**
 * Gives a WebSocket session its client's address, which Jakarta WebSocket does not tell. It comes
 * with the user: that is what a server takes from the handshake's request into this one session. A
 * client cannot write there, as it can in headers and parameters, and handshakes at the same time
 * do not share it, as they may share an endpoint's properties.
 */
@WebFilter(
    urlPatterns = {"/socket", "/feeds/*"},
    asyncSupported = true)
public class HandshakeAddress implements Filter {

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(new Handshake((HttpServletRequest) request), response);
  }

  /** The address that a session's handshake came from; null if this filter has not seen it. */
  static String of(Session session) {
    return session.getUserPrincipal() instanceof Visitor visitor ? visitor.address() : null;
  }

  private static final class Handshake extends HttpServletRequestWrapper {

    Handshake(HttpServletRequest request) {
      super(request);
    }

    @Override
    public Principal getUserPrincipal() {
      return new Visitor(getRemoteAddr(), super.getUserPrincipal());
    }
  }

  /** A user, null if nobody has logged in, and an address. */
  private record Visitor(String address, Principal user) implements Principal {

    @Override
    public String getName() {
      return user == null ? "" : user.getName();
    }
  }
}
