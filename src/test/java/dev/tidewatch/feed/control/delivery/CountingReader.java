package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A reader that takes everything at once and keeps how many changes there were. */
public final class CountingReader implements Sink {

  private final AtomicInteger changes = new AtomicInteger();
  private final Runnable unsubscribe;
  private volatile boolean current;

  public CountingReader(Subscribers subscribers, Position after) {
    unsubscribe =
        subscribers.subscribe(
            SubscribeRequest.of(
                this, Protocol.WEBSOCKET, new V1Format("f"), ChangeFilter.NONE, after),
            () -> {});
  }

  /** Whether it has been told that there is nothing more. */
  public boolean isCurrent() {
    return current;
  }

  public int changes() {
    return changes.get();
  }

  public void leave() {
    unsubscribe.run();
  }

  @Override
  public void send(OutboundMessage message, Consumer<Throwable> done) {
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
