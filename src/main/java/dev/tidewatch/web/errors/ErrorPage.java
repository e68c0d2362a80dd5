package dev.tidewatch.web.errors;

import dev.tidewatch.problems.Problem;
import dev.tidewatch.web.PlainPage;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The answer to a request that the server or a failure ended: the status in words, as a page for
 * browsers and as a problem document for programs. Replaces the servers' own pages, which name
 * classes and versions. Not a Faces page, because Faces may have failed.
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
    new PlainPage(
            title, PlainPage.paragraph(advice(problem.status())) + way(request, problem.status()))
        .send(request, response, problem.status());
  }

  /** The status; 404 if a client requests this page directly. */
  private static int status(HttpServletRequest request) {
    return request.getDispatcherType() == DispatcherType.ERROR
            && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
        ? status
        : 404;
  }

  /** Where to go from here: out, if another login may have the right. */
  private static String way(HttpServletRequest request, int status) {
    return status == 403
        ? PlainPage.post(request.getContextPath() + "/logout", "Log out")
        : PlainPage.link(request.getContextPath() + "/", "Go to the changes");
  }

  private static String advice(int status) {
    if (status == 401) {
      return "This page is for people who are logged in. Ask the administrator of this server how to"
          + " log in; a program sends a token.";
    }
    if (status == 403) {
      return "Your roles do not allow this page. Ask the administrator of this server for access.";
    }
    if (status == 404) {
      return "There is no page at this address. It may be mistyped, or an old one.";
    }
    return status < 500
        ? "The server cannot answer this request as it was sent."
        : "An internal error occurred; the server's log has the details. Reload the page soon.";
  }
}
