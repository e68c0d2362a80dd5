package dev.tidewatch.feed.control.documents;

import java.util.function.Consumer;

/**
 * A request whose answer waits here for the dispatcher's thread.
 *
 * <p>Owned by the dispatcher's thread; any thread may answer.
 */
public final class Pending<V> implements Consumer<Answer<V>> {

  private final Runnable wake;
  private Runnable withdrawal = () -> {};
  private volatile Answer<V> answer;

  /** A request that has not begun; {@code wake} runs once it is answered. */
  public Pending(Runnable wake) {
    this.wake = wake;
  }

  /** It has begun; {@code withdraw} ends it. */
  public void begin(Runnable withdraw) {
    withdrawal = withdraw;
  }

  @Override
  public void accept(Answer<V> given) {
    answer = given;
    wake.run();
  }

  /** The answer; null as long as there is none. */
  public Answer<V> answer() {
    return answer;
  }

  public boolean isPending() {
    return answer == null;
  }

  /** Nobody waits for it any more. */
  public void withdraw() {
    withdrawal.run();
  }
}
