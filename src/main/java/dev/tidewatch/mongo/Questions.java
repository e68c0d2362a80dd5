package dev.tidewatch.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Questions that wait, in the order in which they were asked. Any thread. */
final class Questions<K, V> {

  private final Queue<Question<K, V, ?>> waiting = new ConcurrentLinkedQueue<>();

  /** The queue itself would count them one by one. */
  private final AtomicInteger size = new AtomicInteger();

  void add(Question<K, V, ?> question) {
    size.incrementAndGet();
    waiting.add(question);
  }

  /** Takes the first ones; none if there are none. */
  List<Question<K, V, ?>> take(int most) {
    List<Question<K, V, ?>> taken = new ArrayList<>();
    while (taken.size() < most) {
      Question<K, V, ?> question = waiting.poll();
      if (question == null) {
        break;
      }
      taken.add(question);
    }
    size.addAndGet(-taken.size());
    return taken;
  }

  /** How many there are, or a few more: one is counted before it can be taken. */
  int size() {
    return size.get();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
