package dev.tidewatch.feed.control.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamAttemptsTest {

  private long millis;
  private final StreamAttempts attempts =
      new StreamAttempts(() -> TimeUnit.MILLISECONDS.toNanos(millis));

  @Test
  void oneASecondIsRight() {
    attemptAt(0);
    attemptAt(1_000);
    attemptAt(2_500);

    assertThat(attempts.tooSoon()).isEmpty();
    assertThat(attempts.count()).isEqualTo(3);
  }

  @Test
  void twoWithinASecondAreFound() {
    attemptAt(0);
    attemptAt(999);

    assertThat(attempts.tooSoon()).containsExactly("attempt 2 came 999 ms after the one before it");
  }

  @Test
  void theOneAfterAnInvalidateIsFreeAndOnlyThatOne() {
    attemptAt(0);
    attempts.announced("invalidate");
    attemptAt(10);
    attemptAt(20);

    assertThat(attempts.tooSoon()).containsExactly("attempt 3 came 10 ms after the one before it");
  }

  @Test
  void anotherChangeSetsNothingFree() {
    attemptAt(0);
    attempts.announced("drop");
    attemptAt(10);

    assertThat(attempts.tooSoon()).hasSize(1);
  }

  private void attemptAt(long time) {
    millis = time;
    attempts.attempt();
  }
}
