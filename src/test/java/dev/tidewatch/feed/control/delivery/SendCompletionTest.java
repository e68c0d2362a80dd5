package dev.tidewatch.feed.control.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SendCompletionTest {

  private final AtomicInteger wakes = new AtomicInteger();
  private final SendCompletion completion = new SendCompletion(wakes::incrementAndGet);

  @Test
  void aSendThatEndsUnawaitedWakesNoThread() {
    completion.begin();
    assertThat(completion.isOver()).isFalse();

    completion.accept(null);

    assertThat(completion.isOver()).isTrue();
    assertThat(completion.hasFailed()).isFalse();
    assertThat(wakes).hasValue(0);
    assertThat(completion.isOverOrWakes()).isTrue();
  }

  @Test
  void anAwaitedSendWakesOnce() {
    completion.begin();
    assertThat(completion.isOverOrWakes()).isFalse();
    assertThat(completion.isOverOrWakes()).isFalse();
    assertThat(completion.isOver()).isFalse();

    completion.accept(null);

    assertThat(wakes).hasValue(1);
    assertThat(completion.isOver()).isTrue();
  }

  @Test
  void aFailureAlwaysWakes() {
    completion.begin();

    completion.accept(new IOException("reset"));

    assertThat(wakes).hasValue(1);
    assertThat(completion.isOver()).isTrue();
    assertThat(completion.hasFailed()).isTrue();
  }

  @Test
  void theNextSendBeginsAnew() {
    completion.begin();
    completion.isOverOrWakes();
    completion.accept(null);
    completion.begin();

    completion.accept(null);

    assertThat(wakes).hasValue(1);
  }
}
