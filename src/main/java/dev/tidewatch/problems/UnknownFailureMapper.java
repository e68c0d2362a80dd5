package dev.tidewatch.problems;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Maps unknown failures: the failure is logged once, and the client gets no details. */
@Provider
public class UnknownFailureMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = Logger.getLogger(UnknownFailureMapper.class.getName());

  @Override
  public Response toResponse(Throwable exception) {
    return answer(exception);
  }

  /** Logs a failure and answers 500; for other mappers that do not know their exception's cause. */
  static Response answer(Throwable exception) {
    return problem(exception).response().build();
  }

  /** As above, as a problem. */
  static Problem problem(Throwable exception) {
    LOG.log(Level.SEVERE, "a request failed", exception);
    return new Problem(500, null);
  }
}
