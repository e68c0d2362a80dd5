package dev.tidewatch.feed.control;

/** What a reader is sent, encoded once for all who want it in the same form. Any thread. */
public interface Message {

  /** The message as text. */
  String text();

  /**
   * The same as a whole WebSocket frame, for connections that take it as it is; not to be changed.
   */
  byte[] frame();
}
