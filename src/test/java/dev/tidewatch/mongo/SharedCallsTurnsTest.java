package dev.tidewatch.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When a call begins, and what does not hold it up. */
class SharedCallsTurnsTest extends KeptCalls {

  @Test
  void whoComesWhileACallIsUnderWayShareTheNext() {
    List<CompletableFuture<String>> late = new ArrayList<>();
    meanwhile = () -> Stream.of("a", "b", "a", MISSING).forEach(key -> late.add(ask(key)));
    ask("first");

    tasks.runFirst();

    assertThat(asked).containsExactly(Set.of("first"), Set.of("a", "b", MISSING));
    assertThat(late.stream().map(CompletableFuture::join))
        .containsExactly("value of a", "value of b", "value of a", "nothing");
    tasks.runAll();
    assertThat(asked).hasSize(2);
  }

  @Test
  void whoComesWhileAnswersAreSentSharesTheNextCallToo() {
    List<CompletableFuture<String>> late = new ArrayList<>();
    ask("first").thenRun(() -> late.add(ask("a")));
    ask("second").thenRun(() -> late.add(ask("b")));

    tasks.runFirst();

    assertThat(asked).containsExactly(Set.of("first", "second"), Set.of("a", "b"));
    assertThat(late.stream().map(CompletableFuture::join))
        .containsExactly("value of a", "value of b");
  }

  @Test
  void anotherCallBeginsBesideOneOnceManyWait() {
    CompletableFuture<String> first = ask("first");
    meanwhile =
        () -> {
          IntStream.range(1, SharedCalls.BESIDE).forEach(n -> ask("" + n));
          assertThat(tasks.size()).isZero();
          ask("last");
          assertThat(tasks.size()).isOne();
          tasks.runFirst();
        };

    tasks.runFirst();

    // with what was checked in it
    assertThat(first).isCompletedWithValue("value of first");
    assertThat(asked).extracting(Set::size).containsExactly(1, SharedCalls.BESIDE);
  }

  @Test
  void whoeverEndsACallBesideAnotherLeavesTheFewWhoWaitToThatOne() {
    List<CompletableFuture<String>> few = new ArrayList<>();
    CompletableFuture<String> first = ask("first");
    meanwhile =
        () -> {
          IntStream.range(0, SharedCalls.BESIDE).forEach(n -> ask("" + n));
          meanwhile = () -> few.add(ask("few"));
          tasks.runAll();
          assertThat(few).hasSize(1).noneMatch(CompletableFuture::isDone);
        };

    tasks.runFirst();

    assertThat(first).isCompletedWithValue("value of first");
    assertThat(asked).extracting(Set::size).containsExactly(1, SharedCalls.BESIDE, 1);
    assertThat(few.get(0)).isCompletedWithValue("value of few");
  }

  @Test
  void noMoreCallsAreUnderWayThanMay() {
    IntStream.range(0, MongoCalls.AT_ONCE + MongoCalls.WAITING).forEach(n -> ask("" + n));

    assertThat(tasks.size()).isEqualTo(SharedCalls.AT_ONCE);
  }

  @Test
  void aClientThatTakesItsAnswerSlowlyHoldsUpNeitherItsCallNorTheNext() {
    List<String> seen = new ArrayList<>();
    ask("slow")
        .thenRun(
            () -> {
              ask("next").thenAccept(seen::add);
              tasks.runAll();
              seen.add("looked at once");
              looks.runFirst();
              tasks.runAll();
              seen.add("looked at twice");
              looks.runFirst();
              tasks.runAll();
              seen.add("sent");
            });
    Stream.of("a", "b").forEach(key -> ask(key).thenAccept(seen::add));

    tasks.runFirst();

    assertThat(seen)
        .containsExactly(
            "value of a",
            "value of b",
            "looked at once",
            "looked at twice",
            "value of next",
            "sent");
    looks.runAll();
    ask("later");
    assertThat(tasks.size()).isOne();
  }

  @Test
  void slowClientsOnAllThreadsThatSendHoldUpNobodyElse() {
    List<String> seen = new ArrayList<>();
    for (int slow = 1; slow < SharedCalls.SENDERS; slow++) {
      ask("slow " + slow).thenRun(tasks::runFirst);
    }
    ask("slow too")
        .thenRun(
            () -> {
              assertThat(tasks.size()).isZero();
              looks.runFirst();
              looks.runFirst();
              tasks.runAll();
              seen.add("sent");
            });
    ask("a").thenAccept(seen::add);

    tasks.runFirst();

    assertThat(seen).containsExactly("value of a", "sent");
  }

  @Test
  void aCallThatHangsMakesWayForAnotherAndItsAnswersAreSentAllTheSame() {
    List<CompletableFuture<String>> hanging = Stream.of("a", "b").map(this::ask).toList();
    List<CompletableFuture<String>> next = new ArrayList<>();
    meanwhile =
        () -> {
          next.add(ask("c"));
          looks.runFirst();
          looks.runFirst();
          tasks.runAll();
          assertThat(next.get(0)).isCompletedWithValue("value of c");
        };

    tasks.runFirst();

    assertThat(hanging.stream().map(CompletableFuture::join))
        .containsExactly("value of a", "value of b");
    assertThat(asked).containsExactly(Set.of("a", "b"), Set.of("c"));
  }

  @Test
  void nobodyLooksAfterCallsWhereThereAreNone() {
    ask("a");
    tasks.runAll();

    looks.runAll();
    assertThat(looks.size()).isZero();
    ask("b");
    tasks.runAll();
    assertThat(looks.size()).isOne();
  }
}
