package dev.tidewatch.access.control.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When keys are read, with a clock and an executor of the test's own. */
class KeysTest {

  private static final JWKSet SET = new JWKSet(TestTokens.ec("e"));

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final AtomicInteger readings = new AtomicInteger();
  private JWKSet answer = SET;
  private long nanos;
  private Executor executor = Runnable::run;
  private final Keys keys =
      new Keys(this::load, "a test", task -> executor.execute(task), () -> nanos);

  @Test
  void keysAreReadOnceAndUsedForMinutes() throws Exception {
    keys.prepare();
    keys.prepare();
    for (int i = 0; i < 100; i++) {
      assertThat(keys.known().keys()).hasSize(1);
    }

    assertThat(readings).hasValue(1);
  }

  @Test
  void keysAreReadAgainWhileTokensCome() throws Exception {
    keys.known();
    pass(Keys.REFRESH);
    answer = new JWKSet();
    assertThat(keys.known().keys()).hasSize(1);
    assertThat(readings).hasValue(2);
    answer = SET;
    pass(Keys.RETRY);
    assertThat(keys.known().keys()).hasSize(1);
    assertThat(readings).hasValue(3);
    keys.known();
    assertThat(readings).hasValue(3);
  }

  @Test
  void unknownKeysLeadToOneReadingInHalfAMinute() throws Exception {
    Keys.Known known = keys.known();
    for (int second = 1; second < 30; second++) {
      pass(Duration.ofSeconds(1));
      assertThat(keys.renewed(known).version()).isEqualTo(known.version());
    }
    assertThat(readings).hasValue(1);
    pass(Duration.ofSeconds(1));
    assertThat(keys.renewed(known).version()).isNotEqualTo(known.version());
    keys.renewed(known);
    assertThat(readings).hasValue(2);
  }

  @Test
  void aProviderThatIsAwayIsAskedAgainAndNotTooOften() throws Exception {
    answer = null;
    keys.prepare();
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(keys::known).isInstanceOf(KeysUnavailableException.class);
    }
    assertThat(readings).hasValue(1);
    answer = SET;
    pass(Keys.RETRY);
    assertThat(keys.known().keys()).hasSize(1);
    assertThat(readings).hasValue(2);
  }

  @Test
  void keysOutliveAnOutageForADayAndNotLonger() throws Exception {
    keys.known();
    answer = null;
    pass(Keys.LONGEST_USE.minusSeconds(1));
    assertThat(keys.known().keys()).hasSize(1);
    pass(Keys.RETRY);
    assertThatThrownBy(keys::known).isInstanceOf(KeysUnavailableException.class);
  }

  @Test
  void oneReadingIsUnderWayAtATime() throws Exception {
    keys.known();
    executor = tasks::add;
    pass(Keys.REFRESH);
    for (int i = 0; i < 10; i++) {
      assertThat(keys.known().keys()).hasSize(1);
    }
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    assertThat(keys.known().version()).isEqualTo(2);
    assertThat(tasks).isEmpty();
  }

  @Test
  void anErrorOfAReadingEndsNothing() throws Exception {
    Deque<Runnable> failures = new ArrayDeque<>();
    failures.add(
        () -> {
          throw new StackOverflowError();
        });
    Keys others =
        new Keys(
            () -> {
              if (!failures.isEmpty()) {
                failures.remove().run();
              }
              return SET;
            },
            "a test",
            Runnable::run,
            () -> nanos);
    assertThatThrownBy(others::known).isInstanceOf(KeysUnavailableException.class);
    pass(Keys.RETRY);
    assertThat(others.known().keys()).hasSize(1);
  }

  private JWKSet load() throws IOException {
    readings.incrementAndGet();
    if (answer == null) {
      throw new IOException("nothing answers there");
    }
    return answer;
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
