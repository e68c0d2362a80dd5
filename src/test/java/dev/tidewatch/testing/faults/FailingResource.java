package dev.tidewatch.testing.faults;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A resource in the same application that fails unexpectedly. */
@Path("failing")
public class FailingResource {

  /** What no client may see. */
  public static final String SECRET = "the secret of line 12";

  /** Fails at once or later. */
  @GET
  @Path("{when}")
  public CompletionStage<String> fail(@PathParam("when") String when) {
    IllegalStateException failure = new IllegalStateException(SECRET);
    if (when.equals("now")) {
      throw failure;
    }
    return CompletableFuture.failedFuture(failure);
  }
}
