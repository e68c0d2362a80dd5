package dev.tidewatch.access.control;

import dev.tidewatch.config.InvalidSettingException;
import dev.tidewatch.problems.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The answers to who may not go on: the same on every path. They do not say what is wrong with a
 * token, or whether there is something at the path.
 *
 * @param problem the answer to a program; a browser gets the page of errors
 */
public record Refusal(Problem problem) {

  /** To who is not known, whatever is at the path. */
  public static final Refusal UNKNOWN =
      new Refusal(new Problem(401, "This path needs a valid token: Authorization: Bearer TOKEN."));

  /** To who is known and has no right. */
  public static final Refusal FORBIDDEN =
      new Refusal(new Problem(403, "The roles of this caller do not allow this."));

  /** To who is known: the words of the REST API for an unknown path. */
  public static final Refusal NOTHING_THERE =
      new Refusal(new Problem(404, "There is nothing at this path."));

  /** To everybody, while nobody can be known. */
  public static final Refusal UNAVAILABLE =
      new Refusal(
          new Problem(
              503, "Callers cannot be verified now; the server's log says why. Try again."));

  /** A setting that is invalid allows nothing. */
  public static Refusal invalid(InvalidSettingException problem) {
    return new Refusal(new Problem(503, problem.getMessage()));
  }

  /** Answers a request; a browser's with a page. The response must not be committed yet. */
  public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
      // RFC 9110, section 11.6.1, and RFC 6750, section 3
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    String accept = request.getHeader("Accept");
    if (accept != null && accept.contains("text/html") && !isForPrograms(request)) {
      response.sendError(problem.status());
    } else {
      problem.send(response);
    }
  }

  private static boolean isForPrograms(HttpServletRequest request) {
    return request.getHeader("Upgrade") != null || request.getServletPath().startsWith("/api");
  }
}
