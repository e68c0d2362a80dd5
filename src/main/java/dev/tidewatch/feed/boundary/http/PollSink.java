package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.format.PollFormat;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A reader for the duration of one request: its first message is the answer. Thread-safe. */
final class PollSink implements Sink {

  private final CompletableFuture<OutboundMessage> answer = new CompletableFuture<>();
  private final boolean waits;
  private volatile Position position;

  /**
   * A sink for one request.
   *
   * @param after where to start
   * @param waits whether it is answered only once there is a change or its time is over
   */
  PollSink(Position after, boolean waits) {
    this.position = after;
    this.waits = waits;
  }

  /**
   * The answer. Fails with {@link IllegalArgumentException} if the position is not one of the feed,
   * and with {@link IllegalStateException} if the feed cannot be read.
   */
  CompletableFuture<OutboundMessage> answer() {
    return answer;
  }

  @Override
  public void send(OutboundMessage message, Consumer<Throwable> done) {
    // never completed, because there is no second message
    answer.complete(message);
  }

  @Override
  public void reached(Position standing, boolean upToDate) {
    position = standing;
    if (upToDate && !waits) {
      timeIsOver();
    }
  }

  /** Answers without changes, with the position up to which was searched. */
  void timeIsOver() {
    answer.complete(PollFormat.empty(position));
  }

  @Override
  public void ping() {
    // a request has no ping
  }

  @Override
  public void close(CloseReason reason) {
    if (reason == CloseReason.BAD_POSITION) {
      answer.completeExceptionally(new IllegalArgumentException(reason.text()));
    } else if (reason == CloseReason.FAILED) {
      answer.completeExceptionally(new IllegalStateException(reason.text()));
    } else {
      timeIsOver();
    }
  }
}
