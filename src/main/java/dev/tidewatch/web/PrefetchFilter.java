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
 * Reads what a Faces page shows before Faces is asked for it, so that no request's thread waits for
 * the database: Faces itself can only wait. The request goes on, as a dispatch of the server's,
 * when the documents are there or the database has failed; the page has an answer in both cases.
 */
public abstract class PrefetchFilter implements Filter {

  private static final String READ = PrefetchFilter.class.getName();

  @Inject private DatabaseBulkhead bulkhead;

  /**
   * What a page was read from.
   *
   * @param page null where {@code problem} is not
   * @param problem why there is none
   */
  public record Prepared(Page page, Problem problem) {}

  /**
   * How to read what a request asks for; runs on a request's thread, so it must not read it yet.
   * May throw ProblemException.
   */
  protected abstract Function<Deadline, Page> reader(HttpServletRequest request);

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    AsyncContext waiting = request.startAsync(new Decoded((HttpServletRequest) request), response);
    // the call has a deadline; the server's time-out would answer with a page of its own
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

  /** What was read for a request; null if no such filter has seen it. */
  public static Prepared of(HttpServletRequest request) {
    return (Prepared) request.getAttribute(READ);
  }

  /** Answers with the problem's status, and says when to come back; the page says the rest. */
  public static void answer(HttpServletResponse response, Problem problem) {
    response.setStatus(problem.status());
    if (problem.status() == 503) {
      response.setIntHeader("Retry-After", Problem.RETRY_AFTER_SECONDS);
    }
  }

  /**
   * Faces sets an encoding where there is a session, and Payara then complains in its log that the
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
