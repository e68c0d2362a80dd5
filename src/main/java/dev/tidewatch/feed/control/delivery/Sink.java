package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import java.util.function.Consumer;

/** The client's connection of a subscription. */
public interface Sink {

  /**
   * Starts to send one message and returns without waiting. At most one send is in progress: the
   * next call comes after {@code done} of the last one.
   *
   * @param done must be called exactly once, from any thread, possibly before this returns; with
   *     null once the message is on its way, else with the failure
   */
  void send(OutboundMessage message, Consumer<Throwable> done);

  /**
   * There is no message for the reader now. Called repeatedly, on the dispatcher's thread.
   *
   * @param position the reader's position: everything before it was sent or filtered out. Null
   *     before the stream was first opened
   * @param upToDate whether the reader has everything; if not, the search continues
   */
  default void reached(Position position, boolean upToDate) {}

  /** Sends a ping, if the protocol has one. */
  void ping();

  /** Ends the connection. Called at most once, never on the dispatcher's thread. */
  void close(CloseReason reason);
}
