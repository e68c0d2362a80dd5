package dev.tidewatch.access.control.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoginAttemptsTest {

  private long now;
  private final LoginAttempts attempts = new LoginAttempts(() -> now);

  @Test
  void aNameIsTriedFiveTimesFromAnAddressInAWindow() {
    for (int i = 0; i < LoginAttempts.PER_NAME; i++) {
      assertThat(attempts.begin("10.0.0.1", "anna")).isZero();
    }

    pass(100);
    assertThat(attempts.begin("10.0.0.1", "anna")).isEqualTo(LoginAttempts.WINDOW_SECONDS - 100);
    assertThat(attempts.begin("10.0.0.1", "ben")).isZero();
    assertThat(attempts.begin("10.0.0.2", "anna")).as("nobody locks anna out").isZero();

    pass(LoginAttempts.WINDOW_SECONDS - 100);
    assertThat(attempts.begin("10.0.0.1", "anna")).isZero();
  }

  @Test
  void anAddressTriesFiftyPasswordsInAWindow() {
    for (int i = 0; i < LoginAttempts.PER_ADDRESS; i++) {
      assertThat(attempts.begin("10.0.0.1", "user" + i)).isZero();
    }

    assertThat(attempts.begin("10.0.0.1", "anna")).isEqualTo(LoginAttempts.WINDOW_SECONDS);
    assertThat(attempts.begin("10.0.0.2", "anna")).isZero();
  }

  @Test
  void aRefusedAttemptDoesNotProlongTheWindow() {
    for (int i = 0; i < LoginAttempts.PER_NAME; i++) {
      attempts.begin("10.0.0.1", "anna");
    }
    pass(LoginAttempts.WINDOW_SECONDS - 1);
    assertThat(attempts.begin("10.0.0.1", "anna")).isOne();

    pass(1);
    assertThat(attempts.begin("10.0.0.1", "anna")).isZero();
  }

  @Test
  void aLoginThatSucceedsDoesNotCount() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(attempts.begin("10.0.0.1", "anna")).isZero();
      attempts.succeeded("10.0.0.1", "anna");
    }
  }

  @Test
  void whatIsCountedIsBounded() {
    for (int i = 0; i < 60_000; i++) {
      attempts.begin("10.0." + i / 256 + "." + i % 256, "anna");
    }

    assertThat(attempts.size()).isLessThanOrEqualTo(LoginAttempts.MOST);
  }

  private void pass(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }
}
