package dev.tidewatch.problems;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.Providers;
import java.util.concurrent.CompletionException;

/** Maps the failure of a derived stage, which CompletableFuture wraps. */
@Provider
public class CompletionMapper implements ExceptionMapper<CompletionException> {

  @Context private Providers providers;

  @Override
  public Response toResponse(CompletionException exception) {
    return answer(exception.getCause());
  }

  @SuppressWarnings("unchecked")
  private <T extends Throwable> Response answer(T cause) {
    return ((ExceptionMapper<T>) providers.getExceptionMapper(cause.getClass())).toResponse(cause);
  }
}
