package dev.tidewatch.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When a query begins, and what does not hold it up. */
class LookupBatcherTurnsTest extends ManualLookups {

  @Test
  void lookupsThatArriveDuringAQueryShareTheNext() {
    List<CompletableFuture<String>> late = new ArrayList<>();
    meanwhile = () -> Stream.of("a", "b", "a", MISSING).forEach(key -> late.add(find(key)));
    find("first");

    tasks.runFirst();
    assertThat(queries).containsExactly(Set.of("first"));
    assertThat(late).noneMatch(CompletableFuture::isDone);
    tasks.runAll();

    assertThat(queries).containsExactly(Set.of("first"), Set.of("a", "b", MISSING));
    assertThat(late.stream().map(CompletableFuture::join))
        .containsExactly("value of a", "value of b", "value of a", "nothing");
  }

  @Test
  void clientsThatAskAgainAtOnceShareTheNextQuery() {
    List<CompletableFuture<String>> late = new ArrayList<>();
    find("first").thenRun(() -> late.add(find("a")));
    find("second").thenRun(() -> late.add(find("b")));
    meanwhile = () -> find("third");

    tasks.runAll();

    assertThat(queries).containsExactly(Set.of("first", "second"), Set.of("third", "a", "b"));
    assertThat(late.stream().map(CompletableFuture::join))
        .containsExactlyInAnyOrder("value of a", "value of b");
  }

  @Test
  void onlyOneQueryIsInProgressHoweverManyLookupsWait() {
    IntStream.range(0, DatabaseBulkhead.AT_ONCE + DatabaseBulkhead.WAITING)
        .forEach(n -> find("" + n));

    assertThat(tasks.size()).isOne();
  }

  @Test
  void aClientThatReadsItsAnswerSlowlyDelaysNoOther() {
    List<String> seen = new ArrayList<>();
    find("slow")
        .thenRun(
            () -> {
              find("next").thenAccept(seen::add);
              tasks.runAll();
              seen.add("sent");
            });
    Stream.of("a", "b").forEach(key -> find(key).thenAccept(seen::add));

    tasks.runAll();

    assertThat(seen)
        .contains("value of a", "value of b", "value of next")
        .endsWith("sent")
        .hasSize(4);
  }

  @Test
  void aQueryThatHangsDoesNotHoldUpTheNext() {
    List<CompletableFuture<String>> hanging = Stream.of("a", "b").map(this::find).toList();
    List<CompletableFuture<String>> next = new ArrayList<>();
    meanwhile =
        () -> {
          next.add(find("c"));
          assertThat(tasks.size()).isZero();
          timers.runFirst();
          tasks.runAll();
          assertThat(next.get(0)).isCompletedWithValue("value of c");
        };

    tasks.runAll();

    assertThat(hanging.stream().map(CompletableFuture::join))
        .containsExactly("value of a", "value of b");
    assertThat(queries).containsExactly(Set.of("a", "b"), Set.of("c"));
  }

  @Test
  void aFinishedQuerysStallTimerDelaysNoOther() {
    find("a");
    tasks.runAll();
    CompletableFuture<String> next = find("b");

    timers.runAll();

    assertThat(tasks.size()).isOne();
    tasks.runAll();
    assertThat(next).isCompletedWithValue("value of b");
  }
}
