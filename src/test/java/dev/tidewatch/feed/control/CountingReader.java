package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Position;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A reader that takes everything at once and keeps how many changes there were. */
final class CountingReader implements Sink {

  private final AtomicInteger changes = new AtomicInteger();
  private final Runnable unsubscribe;
  private volatile boolean current;

  CountingReader(Readers readers, Position after) {
    unsubscribe =
        readers.subscribe(
            Reader.of(this, Protocol.WEBSOCKET, new FeedFormat("f"), Filter.NONE, after), () -> {});
  }

  /** Whether it has been told that there is nothing more. */
  boolean isCurrent() {
    return current;
  }

  int changes() {
    return changes.get();
  }

  void leave() {
    unsubscribe.run();
  }

  @Override
  public void send(Message message, Consumer<Throwable> done) {
    changes.addAndGet(message.changes());
    done.accept(null);
  }

  @Override
  public void reached(Position position, boolean upToDate) {
    current |= upToDate;
  }

  @Override
  public void ping() {}

  @Override
  public void close(CloseReason reason) {}
}
