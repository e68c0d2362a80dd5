package dev.tidewatch.web;

import dev.tidewatch.mongo.Settings;
import dev.tidewatch.problems.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers 404 for students and messages where {@code tidewatch.applications} is false. */
@WebFilter(
    urlPatterns = {
      "/students",
      "/students.xhtml",
      "/messages",
      "/messages.xhtml",
      "/compose",
      "/compose.xhtml",
      "/api/students",
      "/api/students/*",
      "/api/messages",
      "/api/messages/*"
    },
    // a page that was read before comes by the second
    dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ASYNC},
    asyncSupported = true)
public class Applications implements Filter {

  private static final Problem ABSENT =
      new Problem(404, "There are no students and messages here: tidewatch.applications is false.");

  @Inject private Settings settings;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (settings.applications()) {
      chain.doFilter(request, response);
      return;
    }
    HttpServletResponse http = (HttpServletResponse) response;
    if (RestRoot.isFor(request)) {
      http.setStatus(ABSENT.status());
      http.setContentType(Problem.TYPE.toString());
      http.getOutputStream().write(ABSENT.json());
    } else {
      http.sendError(ABSENT.status());
    }
  }
}
