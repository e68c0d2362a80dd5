package dev.tidewatch.web;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * Re-activates the CDI request scope on an async dispatch. Payara ends it with the original thread,
 * and Faces needs it. WildFly keeps it, so that this does nothing.
 */
public class DispatchedRequest implements Filter {

  /** A new instance for each request, because it remembers whether it began the scope. */
  @Inject private Instance<RequestContextController> controllers;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    RequestContextController scope = controllers.get();
    boolean begun = scope.activate();
    try {
      chain.doFilter(request, response);
    } finally {
      if (begun) {
        scope.deactivate();
      }
      controllers.destroy(scope);
    }
  }
}
