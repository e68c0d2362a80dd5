package dev.tidewatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.bson.RawBsonDocument;

/** Waits for stages, without touching the stage that is waited for. */
final class Stages {

  private Stages() {}

  static <T> T value(CompletionStage<T> stage) {
    return stage.toCompletableFuture().copy().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** The number of a {@link ScriptedSource}'s change. */
  static int number(CompletionStage<RawBsonDocument> stage) {
    return ScriptedSource.number(value(stage));
  }

  static void assertFails(CompletionStage<?> stage, Class<? extends Throwable> cause) {
    assertThat(stage)
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(cause);
  }
}
