package dev.tidewatch.feed.control.format;

import dev.tidewatch.feed.control.encoding.WebSocketFrame;
import java.util.List;

/**
 * One WebSocket text message: a frame for servers that take ready frames, and a text for other
 * servers.
 */
final class TextMessage implements OutboundMessage {

  private final byte[] frame;
  private final int changes;
  private volatile String text;

  /**
   * A message.
   *
   * @param frame must not be changed
   */
  TextMessage(byte[] frame, int changes) {
    this.frame = frame;
    this.changes = changes;
  }

  @Override
  public List<String> texts() {
    String decoded = text;
    if (decoded == null) {
      decoded = WebSocketFrame.text(frame);
      text = decoded;
    }
    return List.of(decoded);
  }

  @Override
  public byte[] bytes() {
    return frame;
  }

  @Override
  public int changes() {
    return changes;
  }

  @Override
  public int size() {
    return WebSocketFrame.payload(frame);
  }
}
