package dev.tidewatch.feed.control;

import java.util.List;

/** One WebSocket text message. */
final class TextMessage implements Message {

  private final String text;
  private final int size;
  private final int changes;
  private volatile byte[] frame;

  /**
   * A message.
   *
   * @param size the text's bytes in UTF-8
   */
  TextMessage(String text, int size, int changes) {
    this.text = text;
    this.size = size;
    this.changes = changes;
  }

  @Override
  public List<String> texts() {
    return List.of(text);
  }

  @Override
  public byte[] bytes() {
    byte[] encoded = frame;
    if (encoded == null) {
      encoded = TextFrame.of(text);
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
    return size;
  }
}
