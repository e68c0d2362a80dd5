package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.problems.ProblemException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends requests that wait without a thread. */
final class RequestTimer {

  private RequestTimer() {}

  /**
   * Answers a request later, unless the timer is cancelled.
   *
   * @param answer what is done then
   * @param leave undoes what the request began, if the server is stopping; a problem 503 is then
   *     thrown
   */
  static Future<?> schedule(
      ScheduledExecutorService scheduler, Duration after, Runnable answer, Runnable leave) {
    try {
      return scheduler.schedule(answer, after.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | IllegalStateException e) {
      // a managed scheduler throws IllegalStateException
      leave.run();
      throw new ProblemException(503, CloseReason.GOING_AWAY.text());
    }
  }
}
