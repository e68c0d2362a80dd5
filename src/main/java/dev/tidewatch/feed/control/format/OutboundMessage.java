package dev.tidewatch.feed.control.format;

import java.util.List;

/**
 * A message to readers, encoded once for all readers at the same position and in the same format.
 * Thread-safe.
 */
public interface OutboundMessage {

  /** The WebSocket text messages that it consists of, usually one. */
  List<String> texts();

  /** The bytes to write as they are; must not be changed. */
  byte[] bytes();

  /** The number of changes in it. */
  int changes();

  /** Its size in bytes of UTF-8, without WebSocket frames. Cheap once the message has been sent. */
  int size();
}
