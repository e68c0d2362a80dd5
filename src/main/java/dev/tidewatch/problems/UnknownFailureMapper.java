package dev.tidewatch.problems;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;

/** For what nobody thought of: the log gets it whole, once, and the client learns nothing of it. */
@Provider
public class UnknownFailureMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = Logger.getLogger(UnknownFailureMapper.class.getName());

  @Override
  public Response toResponse(Throwable exception) {
    return answer(exception);
  }

  /** Logs it; for other mappers that find nothing they know in what they are given. */
  static Response answer(Throwable exception) {
    return problem(exception).response().build();
  }

  /** Likewise, as a problem. */
  static Problem problem(Throwable exception) {
    LOG.log(Level.SEVERE, "a request failed", exception);
    return new Problem(500, null);
  }
}
