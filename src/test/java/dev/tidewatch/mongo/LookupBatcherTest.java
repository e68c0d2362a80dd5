package dev.tidewatch.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoOperationTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each lookup gets the value of its key, or the reason why there is none. */
class LookupBatcherTest extends ManualLookups {

  private static final int MOST = DatabaseBulkhead.AT_ONCE + DatabaseBulkhead.WAITING;

  @Test
  void aLoneLookupHasAQueryOfItsOwn() {
    CompletableFuture<String> found = find("a");
    assertThat(tasks.size()).isOne();
    tasks.runAll();
    CompletableFuture<String> missing = find(MISSING);
    tasks.runAll();

    assertThat(queries).containsExactly(Set.of("a"), Set.of(MISSING));
    assertThat(found).isCompletedWithValue("value of a");
    assertThat(missing).isCompletedWithValue("nothing");
  }

  @Test
  void noQueryIsForMoreKeysThanFitIntoMemory() {
    List<CompletableFuture<String>> all =
        IntStream.rangeClosed(0, LookupBatcher.MAX_BATCH).mapToObj(n -> find("" + n)).toList();

    tasks.runAll();

    assertThat(queries).extracting(Set::size).containsExactly(LookupBatcher.MAX_BATCH, 1);
    assertThat(all).allMatch(CompletableFuture::isDone);
  }

  @Test
  void aFailureIsSharedByTheLookupsOfTheQueryAndByNoOther() {
    RuntimeException thrown = new IllegalStateException("x");
    failure = thrown;
    List<CompletableFuture<String>> failed = Stream.of("a", "b").map(this::find).toList();
    tasks.runFirst();
    failure = null;
    CompletableFuture<String> next = find("c");
    tasks.runAll();

    for (CompletableFuture<String> answer : failed) {
      assertThatThrownBy(answer::join).isInstanceOf(CompletionException.class).hasCause(thrown);
    }
    assertThat(next).isCompletedWithValue("value of c");
    assertThat(queries).containsExactly(Set.of("a", "b"), Set.of("c"));
  }

  @Test
  void aLookupWhoseTimeIsOverIsNotQueriedAndOthersAre() {
    time = Duration.ZERO;
    CompletableFuture<String> late = find("late");
    time = Duration.ofMinutes(1);
    CompletableFuture<String> other = find("other");

    tasks.runAll();

    assertThatThrownBy(late::join).hasCauseInstanceOf(MongoOperationTimeoutException.class);
    assertThat(other).isCompletedWithValue("value of other");
    assertThat(queries).containsExactly(Set.of("other"));
  }

  @Test
  void oneTooManyIsRefusedUntilOthersAreAnswered() {
    IntStream.range(0, MOST).forEach(n -> find("" + n));

    assertThatThrownBy(find("more")::join).hasCauseInstanceOf(TooManyCallsException.class);
    tasks.runAll();

    List<CompletableFuture<String>> again =
        IntStream.range(0, MOST).mapToObj(n -> find("" + n)).toList();
    tasks.runAll();
    assertThat(again)
        .allMatch(CompletableFuture::isDone)
        .noneMatch(CompletableFuture::isCompletedExceptionally);
  }

  @Test
  void waitingLookupsAreAnsweredWhenTheApplicationEnds() {
    List<CompletableFuture<String>> waiting =
        IntStream.range(0, MOST).mapToObj(n -> find("" + n)).toList();

    bulkhead.end();

    assertThat(waiting)
        .allSatisfy(
            answer ->
                assertThatThrownBy(answer::join)
                    .hasCauseInstanceOf(TooManyCallsException.class)
                    .hasMessageContaining("The server is stopping"));
    assertThat(queries).isEmpty();
  }

  @Test
  void aServerThatStopsRefuses() {
    tasks.shutdown();

    for (int n = 0; n <= MOST; n++) {
      assertThatThrownBy(find("a")::join)
          .hasCauseInstanceOf(TooManyCallsException.class)
          .hasMessageContaining("The server is stopping");
    }
    assertThat(queries).isEmpty();
  }
}
