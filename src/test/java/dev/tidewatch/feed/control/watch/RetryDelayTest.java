package dev.tidewatch.feed.control.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryDelayTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long now = 42;
  private final RetryDelay retryDelay = new RetryDelay(() -> now);

  @Test
  void theFirstAttemptBeginsAtOnce() {
    assertThat(retryDelay.remaining()).isZero();
  }

  @Test
  void attemptsBeginASecondApart() {
    retryDelay.begin();
    retryDelay.failed();
    now += SECOND / 4;

    assertThat(retryDelay.remaining()).isEqualTo(SECOND * 3 / 4);
  }

  @Test
  void anAttemptThatTookLongIsFollowedAtOnce() {
    retryDelay.begin();
    now += 3 * SECOND;
    retryDelay.failed();

    assertThat(retryDelay.remaining()).isNegative();
  }

  @Test
  void manyFailuresMakeItSlowerButNeverSlowerThanTwoSeconds() {
    for (int failure = 0; failure < 3600; failure++) {
      retryDelay.begin();
      retryDelay.failed();
    }
    assertThat(retryDelay.remaining()).isEqualTo(2 * SECOND);

    retryDelay.succeeded();
    retryDelay.begin();
    assertThat(retryDelay.remaining()).isEqualTo(SECOND);
  }
}
