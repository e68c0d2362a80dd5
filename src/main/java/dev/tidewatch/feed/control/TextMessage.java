package dev.tidewatch.feed.control;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One WebSocket text message: bytes, which are a frame for most servers, and a text for those that
 * take nothing else.
 */
final class TextMessage implements Message {

  private final byte[] utf8;
  private final int changes;
  private volatile String text;
  private volatile byte[] frame;

  /**
   * A message.
   *
   * @param utf8 the text; not to be changed
   */
  TextMessage(byte[] utf8, int changes) {
    this.utf8 = utf8;
    this.changes = changes;
  }

  @Override
  public List<String> texts() {
    String decoded = text;
    if (decoded == null) {
      decoded = new String(utf8, StandardCharsets.UTF_8);
      text = decoded;
    }
    return List.of(decoded);
  }

  @Override
  public byte[] bytes() {
    byte[] encoded = frame;
    if (encoded == null) {
      encoded = TextFrame.of(utf8);
      frame = encoded;
    }
    return encoded;
  }

  @Override
  public int changes() {
    return changes;
  }

  @Override
  public int size() {
    return utf8.length;
  }
}
