package dev.tidewatch.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Keeps the messages of errors from clients: libraries write paths and class names into them, and
 * Payara puts them into the status line. {@link ErrorPage} says what the status means.
 */
public class Errors implements Filter {

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, new Wordless((HttpServletResponse) response));
  }

  private static final class Wordless extends HttpServletResponseWrapper {

    Wordless(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      super.sendError(status);
    }
  }
}
