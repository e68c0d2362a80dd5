package dev.tidewatch.feed.boundary.sink;

import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import java.util.function.Consumer;

/**
 * A session that takes ready frames, which are the same bytes for all sessions: messages and pings.
 * A close goes through the API.
 */
abstract class FrameSink implements Sink {

  /** A ping without payload (RFC 6455, section 5.5.2). */
  private static final byte[] PING = {(byte) 0x89, 0};

  private final Sink portable;

  FrameSink(Sink portable) {
    this.portable = portable;
  }

  /**
   * Starts to write whole frames, after those written before, and returns without waiting.
   *
   * @param frames must not be changed
   * @param done must be called exactly once, with null or the failure
   */
  abstract void write(byte[] frames, Consumer<Throwable> done);

  @Override
  public final void send(OutboundMessage message, Consumer<Throwable> done) {
    write(message.bytes(), done);
  }

  @Override
  public final void ping() {
    try {
      write(PING, failure -> {});
    } catch (RuntimeException e) {
      // the session has ended; its close is reported separately
    }
  }

  @Override
  public void close(CloseReason reason) {
    portable.close(reason);
  }
}
