package dev.tidewatch.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoOperationTimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who asks gets the answer to what was asked, or learns why there is none. */
class SharedCallsTest extends KeptCalls {

  @Test
  void whoIsAloneIsAskedForAlone() {
    CompletableFuture<String> found = ask("a");
    assertThat(tasks.size()).isOne();
    tasks.runAll();
    CompletableFuture<String> missing = ask(MISSING);
    tasks.runAll();

    assertThat(asked).containsExactly(Set.of("a"), Set.of(MISSING));
    assertThat(found).isCompletedWithValue("value of a");
    assertThat(missing).isCompletedWithValue("nothing");
  }

  @Test
  void noCallIsForMoreThanCanBeHeldAtOnce() {
    IntStream.range(0, SharedCalls.TOGETHER + 1).forEach(n -> ask("" + n));

    tasks.runAll();

    assertThat(asked).extracting(Set::size).containsExactly(SharedCalls.TOGETHER, 1);
  }

  @Test
  void aFailureIsThatOfAllWhoSharedTheCallAndOfNobodyElse() {
    failure = new IOException("x");
    List<CompletableFuture<String>> failed = Stream.of("a", "b").map(this::ask).toList();
    tasks.runFirst();
    failure = null;
    CompletableFuture<String> next = ask("c");
    tasks.runAll();

    for (CompletableFuture<String> answer : failed) {
      assertThatThrownBy(answer::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IOException.class);
    }
    assertThat(next).isCompletedWithValue("value of c");
  }

  @Test
  void whatIsMadeOfAnAnswerMayFailForOneAlone() {
    IllegalStateException thrown = new IllegalStateException("y");
    CompletableFuture<String> fails =
        shared
            .<String>begin(
                "a",
                found -> {
                  throw thrown;
                })
            .toCompletableFuture();
    CompletableFuture<String> other = ask("a");

    tasks.runAll();

    assertThatThrownBy(fails::join).hasCause(thrown);
    assertThat(other).isCompletedWithValue("value of a");
  }

  @Test
  void whoseTimeIsOverBeforeACallIsFreeIsNotAskedFor() {
    time = Duration.ZERO;
    CompletableFuture<String> late = ask("late");
    time = Duration.ofMinutes(1);
    CompletableFuture<String> other = ask("other");

    tasks.runAll();

    assertThatThrownBy(late::join).hasCauseInstanceOf(MongoOperationTimeoutException.class);
    assertThat(other).isCompletedWithValue("value of other");
    assertThat(asked).containsExactly(Set.of("other"));
  }

  @Test
  void oneTooManyIsRefusedUntilOthersAreAnswered() {
    int most = MongoCalls.AT_ONCE + MongoCalls.WAITING;
    IntStream.range(0, most).forEach(n -> ask("" + n));

    assertThatThrownBy(ask("more")::join).hasCauseInstanceOf(TooManyCallsException.class);
    tasks.runAll();

    List<CompletableFuture<String>> again =
        IntStream.range(0, most).mapToObj(n -> ask("" + n)).toList();
    tasks.runAll();
    assertThat(again)
        .allMatch(CompletableFuture::isDone)
        .noneMatch(a -> a.isCompletedExceptionally());
  }

  @Test
  void whatWaitsIsAnsweredWhenTheApplicationEnds() {
    int most = MongoCalls.AT_ONCE + MongoCalls.WAITING;
    List<CompletableFuture<String>> waiting =
        IntStream.range(0, most).mapToObj(n -> ask("" + n)).toList();

    calls.end();

    assertThat(waiting)
        .allSatisfy(
            answer ->
                assertThatThrownBy(answer::join)
                    .hasCauseInstanceOf(TooManyCallsException.class)
                    .hasMessageContaining("The server stops"));
    assertThat(asked).isEmpty();
  }

  @Test
  void aServerThatStopsRefuses() {
    tasks.shutdown();

    for (int n = 0; n <= MongoCalls.AT_ONCE + MongoCalls.WAITING; n++) {
      assertThatThrownBy(ask("a")::join).hasCauseInstanceOf(TooManyCallsException.class);
    }
    assertThat(asked).isEmpty();
  }
}
