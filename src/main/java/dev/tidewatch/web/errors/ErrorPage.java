package dev.tidewatch.web.errors;

import dev.tidewatch.problems.Problem;
import dev.tidewatch.text.Html;
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

  /** The page; its arguments are the status, the remedy and the context path. */
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
        <meta charset="UTF-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%1$s · Tidewatch</title>
        <link rel="icon" type="image/svg+xml" href="%3$s/resources/tidewatch/shared/favicon.svg">
        <link rel="stylesheet" href="%3$s/resources/tidewatch/shared/base.css">
        <link rel="stylesheet" href="%3$s/resources/tidewatch/shared/header.css">
        <link rel="stylesheet" href="%3$s/resources/tidewatch/shared/application.css">
      </head>
      <body>
      <header id="header">
        <div class="bar">
          <p class="brand"><img src="%3$s/resources/tidewatch/shared/mark.svg" alt="" width="28" height="28">Tidewatch</p>
          <h1>%1$s</h1>
        </div>
        <div class="scale"></div>
      </header>
      <main id="main">
        <p>%2$s</p>
        <p><a class="act" href="%3$s/">Go to the changes</a></p>
      </main>
      </body>
      </html>
      """;

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
            PAGE.formatted(
                Html.escape(title),
                advice(problem.status()),
                Html.escape(request.getContextPath())));
  }

  /** The status; 404 if a client requests this page directly. */
  private static int status(HttpServletRequest request) {
    return request.getDispatcherType() == DispatcherType.ERROR
            && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
        ? status
        : 404;
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
