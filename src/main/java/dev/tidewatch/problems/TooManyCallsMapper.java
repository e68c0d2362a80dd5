package dev.tidewatch.problems;

import dev.tidewatch.mongo.TooManyCallsException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Maps a refused database call: too many calls wait, or the server stops. */
@Provider
public class TooManyCallsMapper implements ExceptionMapper<TooManyCallsException> {

  @Override
  public Response toResponse(TooManyCallsException exception) {
    return problem(exception).response().build();
  }

  static Problem problem(TooManyCallsException exception) {
    return new Problem(503, exception.getMessage());
  }
}
