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
 * Gives a request that had been put aside its request scope back: Payara ends it with the first
 * thread, and a Faces page cannot do without. WildFly keeps it, and then this does nothing.
 */
public class DispatchedRequest implements Filter {

  /** A new one each time: it remembers whether it was the one that began the scope. */
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
