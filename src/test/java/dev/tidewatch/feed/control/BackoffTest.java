package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long now = 42;
  private final Backoff backoff = new Backoff(() -> now);

  @Test
  void theFirstAttemptBeginsAtOnce() {
    assertThat(backoff.remaining()).isZero();
  }

  @Test
  void attemptsBeginASecondApart() {
    backoff.begin();
    backoff.failed();
    now += SECOND / 4;

    assertThat(backoff.remaining()).isEqualTo(SECOND * 3 / 4);
  }

  @Test
  void anAttemptThatTookLongIsFollowedAtOnce() {
    backoff.begin();
    now += 3 * SECOND;
    backoff.failed();

    assertThat(backoff.remaining()).isNegative();
  }

  @Test
  void manyFailuresMakeItSlowerButNeverSlowerThanTwoSeconds() {
    for (int failure = 0; failure < 3600; failure++) {
      backoff.begin();
      backoff.failed();
    }
    assertThat(backoff.remaining()).isEqualTo(2 * SECOND);

    backoff.succeeded();
    backoff.begin();
    assertThat(backoff.remaining()).isEqualTo(SECOND);
  }
}
