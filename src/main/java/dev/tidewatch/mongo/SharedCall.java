package dev.tidewatch.mongo;

import com.mongodb.MongoOperationTimeoutException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One call for several questions. Any number of threads can {@link #send} its answers, as sending
 * one takes as long as its client likes.
 */
final class SharedCall<K, V> {

  private final List<Question<K, V, ?>> asked;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger unsent;
  private final AtomicBoolean turn = new AtomicBoolean(true);

  /** What is to be done for each question; null before the call has ended. */
  private volatile Consumer<Question<K, V, ?>> end;

  /** Where {@code next} was when {@link #hasMoved} was last called. */
  private int seen = -1;

  SharedCall(List<Question<K, V, ?>> asked) {
    this.asked = asked;
    this.unsent = new AtomicInteger(asked.size());
  }

  /** Calls, and waits for what is found. */
  void run(SharedCalls.Call<K, V> call) {
    end = call(call);
  }

  private Consumer<Question<K, V, ?>> call(SharedCalls.Call<K, V> call) {
    Set<K> keys = new HashSet<>();
    Deadline deadline = null;
    for (Question<K, V, ?> question : asked) {
      if (!question.deadline().isOver()) {
        keys.add(question.key());
        // the first has waited longest
        deadline = deadline == null ? question.deadline() : deadline;
      }
    }
    try {
      Map<K, V> found = keys.isEmpty() ? Map.of() : call.within(deadline, keys);
      return question -> {
        if (keys.contains(question.key())) {
          question.answer(Optional.ofNullable(found.get(question.key())));
        } else {
          question.fail(new MongoOperationTimeoutException("no call was free in time"));
        }
      };
    } catch (Throwable e) {
      return question -> question.fail(e);
    }
  }

  /**
   * Sends the answers that nobody has sent or is sending. Any thread, once the call has ended.
   *
   * @return whether all are sent now; true for one thread only
   */
  boolean send() {
    int left = -1;
    for (int n = next.getAndIncrement(); n < asked.size(); n = next.getAndIncrement()) {
      end.accept(asked.get(n));
      left = unsent.decrementAndGet();
    }
    return left == 0;
  }

  /** Whether there are answers that nobody has begun to send. */
  boolean hasUnsent() {
    return end != null && next.get() < asked.size();
  }

  /** Whether an answer was begun since this was last asked. One thread at a time. */
  boolean hasMoved() {
    int before = seen;
    seen = next.get();
    return seen != before;
  }

  /** Whether the caller of this, and nobody before, is to see to the next call. Any thread. */
  boolean takeTurn() {
    return turn.compareAndSet(true, false);
  }
}
