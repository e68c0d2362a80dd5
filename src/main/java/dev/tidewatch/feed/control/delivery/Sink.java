package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import java.util.function.Consumer;

/** The far end of a subscription: a client's connection. */
public interface Sink {

  /**
   * Starts to send one message and returns without waiting. At most one is under way: the next call
   * comes after the last one's {@code done}.
   *
   * @param done to be called exactly once, from any thread, also before this returns; with null
   *     when the message is on its way, else with what went wrong
   */
  void send(OutboundMessage message, Consumer<Throwable> done);

  /**
   * There is no message for the reader now; called again and again, on the thread that delivers.
   *
   * @param position where the reader stands: whatever is before it was sent, or filtered out. Null
   *     before the stream was first opened
   * @param upToDate whether there is nothing more by now; else the search goes on
   */
  default void reached(Position position, boolean upToDate) {}

  /** Sends what makes the client answer, if the protocol has such a thing. */
  void ping();

  /** Ends the connection; called once at most, never on the thread that delivers. */
  void close(CloseReason reason);
}
