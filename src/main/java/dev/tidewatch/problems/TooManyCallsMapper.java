package dev.tidewatch.problems;

import dev.tidewatch.mongo.TooManyCallsException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** For a request that would have to wait too long for its turn at the database. */
@Provider
public class TooManyCallsMapper implements ExceptionMapper<TooManyCallsException> {

  static final Problem PROBLEM =
      new Problem(503, "Too many requests wait for the database. Try again soon.");

  @Override
  public Response toResponse(TooManyCallsException exception) {
    return PROBLEM.response().build();
  }
}
