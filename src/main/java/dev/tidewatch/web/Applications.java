package dev.tidewatch.web;

import dev.tidewatch.config.SampleSettings;
import dev.tidewatch.problems.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers 404 for students and messages if {@code tidewatch.applications} is false. */
public class Applications implements Filter {

  private static final Problem ABSENT =
      new Problem(404, "Students and messages are disabled: tidewatch.applications is false.");

  @Inject private SampleSettings samples;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (samples.enabled()) {
      chain.doFilter(request, response);
      return;
    }
    HttpServletResponse http = (HttpServletResponse) response;
    if (RestRoot.isFor(request)) {
      ABSENT.send(http);
    } else {
      http.sendError(ABSENT.status());
    }
  }
}
