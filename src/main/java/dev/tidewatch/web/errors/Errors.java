package dev.tidewatch.web.errors;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Hides the messages of errors from clients, because libraries write paths and class names into
 * them and Payara puts them into the status line. {@link ErrorPage} explains the status.
 */
public class Errors implements Filter {

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletResponse http = (HttpServletResponse) response;
    chain.doFilter(request, new Wordless(http));
    // Faces sets only the status if it does not find a library's resource
    if (((HttpServletRequest) request).getServletPath().startsWith("/jakarta.faces.resource/")
        && http.getStatus() == HttpServletResponse.SC_NOT_FOUND
        && !http.isCommitted()) {
      http.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
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
