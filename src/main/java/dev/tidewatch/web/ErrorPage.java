package dev.tidewatch.web;

import dev.tidewatch.problems.Problem;
import dev.tidewatch.text.Html;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What a request is answered with that the server itself or a failure ended: the status in words,
 * as a page for browsers and as a problem document for programs. The servers' own pages name
 * classes and versions.
 */
public class ErrorPage extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Problem problem = new Problem(status(request), null);
    String accept = request.getHeader("Accept");
    if (accept == null || !accept.contains("text/html")) {
      problem.send(response);
      return;
    }
    String title = problem.status() + (problem.title() == null ? "" : " " + problem.title());
    response.setStatus(problem.status());
    response.setContentType("text/html");
    response.setCharacterEncoding("UTF-8");
    response
        .getWriter()
        .write(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>%1$s · Tidewatch</title></head>\n<body><main><h1>%1$s</h1><p><a href=\"%2$s/\">Tidewatch</a></p></main></body>\n</html>\n"
                .formatted(Html.escape(title), Html.escape(request.getContextPath())));
  }

  /** 404 for a client that asks for this page by its address. */
  private static int status(HttpServletRequest request) {
    return request.getDispatcherType() == DispatcherType.ERROR
            && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
        ? status
        : 404;
  }
}
