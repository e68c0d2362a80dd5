package dev.tidewatch.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoOperationTimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharedCallsTest {

  private static final String MISSING = "missing";

  private final KeptTasks tasks = new KeptTasks();
  private final KeptTasks looks = new KeptTasks();
  private Duration time = Duration.ofMinutes(1);
  private final MongoCalls calls =
      new MongoCalls() {
        @Override
        Deadline deadline() {
          return Deadline.in(time);
        }

        @Override
        void later(Duration after, Runnable task) {
          looks.execute(task);
        }
      };
  private final List<Set<String>> asked = new ArrayList<>();
  private Exception failure;
  private Runnable meanwhile = () -> {};
  private final SharedCalls<String, String> shared = new SharedCalls<>(calls, this::call);

  SharedCallsTest() {
    calls.setExecutor(tasks);
  }

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
    ask("first");
    meanwhile =
        () -> {
          IntStream.range(1, SharedCalls.BESIDE).forEach(n -> ask("" + n));
          assertThat(tasks.size()).isZero();
          ask("last");
          assertThat(tasks.size()).isOne();
          tasks.runFirst();
        };

    tasks.runFirst();

    assertThat(asked).extracting(Set::size).containsExactly(1, SharedCalls.BESIDE);
  }

  @Test
  void whoeverEndsACallBesideAnotherLeavesTheFewWhoWaitToThatOne() {
    List<CompletableFuture<String>> few = new ArrayList<>();
    ask("first");
    meanwhile =
        () -> {
          IntStream.range(0, SharedCalls.BESIDE).forEach(n -> ask("" + n));
          meanwhile = () -> few.add(ask("few"));
          tasks.runAll();
          assertThat(few).hasSize(1).noneMatch(CompletableFuture::isDone);
        };

    tasks.runFirst();

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
  void aServerThatStopsRefuses() {
    tasks.shutdown();

    for (int n = 0; n <= MongoCalls.AT_ONCE + MongoCalls.WAITING; n++) {
      assertThatThrownBy(ask("a")::join).hasCauseInstanceOf(TooManyCallsException.class);
    }
    assertThat(asked).isEmpty();
  }

  private CompletableFuture<String> ask(String key) {
    return shared
        .begin(key, (Optional<String> found) -> found.orElse("nothing"))
        .toCompletableFuture();
  }

  private Map<String, String> call(Deadline deadline, Set<String> keys) throws Exception {
    asked.add(keys);
    Runnable now = meanwhile;
    meanwhile = () -> {};
    now.run();
    if (failure != null) {
      throw failure;
    }
    return keys.stream()
        .filter(key -> !key.equals(MISSING))
        .collect(Collectors.toMap(key -> key, key -> "value of " + key));
  }
}
