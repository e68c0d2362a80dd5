package dev.tidewatch.web;

import dev.tidewatch.documents.Page;
import dev.tidewatch.mongo.DatabaseBulkhead;
import dev.tidewatch.mongo.Deadline;
import dev.tidewatch.problems.Problem;
import dev.tidewatch.problems.Problems;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;

/**
 * Reads the documents of a Faces page before Faces runs, so that no request thread waits for the
 * database; Faces itself can only block. The request is dispatched to Faces once the documents are
 * read or the database has failed, and the page answers in both cases.
 */
public abstract class PrefetchFilter implements Filter {

  private static final String READ = PrefetchFilter.class.getName();

  @Inject private DatabaseBulkhead bulkhead;

  /**
   * The result of reading a page.
   *
   * @param page null if there is a {@code problem}
   * @param problem why there is no page; null if there is one
   */
  public record Prepared(Page page, Problem problem) {}

  /**
   * Returns how to read the requested page. Runs on the request's thread, so it must not block. May
   * throw ProblemException.
   */
  protected abstract Function<Deadline, Page> reader(HttpServletRequest request);

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    AsyncContext waiting = request.startAsync(new Decoded((HttpServletRequest) request), response);
    // the call has a deadline; the server's timeout would answer with a page of its own
    waiting.setTimeout(0);
    bulkhead
        .begin(reader((HttpServletRequest) request)::apply)
        .whenComplete(
            (page, failure) -> {
              Problem problem = failure == null ? null : Problems.of(failure);
              request.setAttribute(READ, new Prepared(page, problem));
              waiting.dispatch();
            });
  }

  /** The result for a request; null if no such filter has seen it. */
  public static Prepared of(HttpServletRequest request) {
    return (Prepared) request.getAttribute(READ);
  }

  /** Sets the problem's status and Retry-After; the page shows the rest. */
  public static void answer(HttpServletResponse response, Problem problem) {
    response.setStatus(problem.status());
    if (problem.status() == 503) {
      response.setIntHeader("Retry-After", Problem.RETRY_AFTER_SECONDS);
    }
  }

  /**
   * Ignores the encoding that Faces sets if there is a session; Payara would log that the
   * parameters have been read.
   */
  private static final class Decoded extends HttpServletRequestWrapper {

    Decoded(HttpServletRequest request) {
      super(request);
    }

    @Override
    public void setCharacterEncoding(String encoding) {
      // as it is
    }
  }
}
