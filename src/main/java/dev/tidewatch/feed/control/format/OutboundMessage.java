package dev.tidewatch.feed.control.format;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A message to readers, encoded once for all readers at the same position and in the same format.
 * Thread-safe.
 */
public interface OutboundMessage {

  /** The WebSocket text messages that it consists of, usually one. */
  List<String> texts();

  /** The bytes to write as they are; must not be changed. */
  byte[] bytes();

  /**
   * Its {@link #bytes} as a part of a gzip stream, made once for all readers that ask for it, at
   * once if that is quick.
   *
   * @param large compresses what takes long
   * @throws UnsupportedOperationException if it is a WebSocket message
   */
  default CompletionStage<byte[]> gzipPart(Executor large) {
    throw new UnsupportedOperationException("WebSocket messages are not compressed");
  }

  /** The number of changes in it. */
  int changes();

  /** Its size in bytes of UTF-8, without WebSocket frames. Cheap once the message has been sent. */
  int size();
}
