package dev.tidewatch.feed.control.format;

import java.util.List;

/**
 * What is sent to a reader at once, encoded once for all who stand at the same place and want it in
 * the same form. Any thread.
 */
public interface OutboundMessage {

  /** The WebSocket text messages that it consists of, mostly one. */
  List<String> texts();

  /** What goes over the connection as it is; not to be changed. */
  byte[] bytes();

  /** How many changes it holds. */
  int changes();

  /**
   * How many bytes it holds, in UTF-8 and without WebSocket frames. Costs little once the message
   * has been sent.
   */
  int size();
}
