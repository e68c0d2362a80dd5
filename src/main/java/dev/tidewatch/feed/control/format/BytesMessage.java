package dev.tidewatch.feed.control.format;

import java.util.List;

/** A message of bytes that are sent unchanged. */
final class BytesMessage implements OutboundMessage {

  private final byte[] bytes;
  private final int changes;

  BytesMessage(byte[] bytes, int changes) {
    this.bytes = bytes;
    this.changes = changes;
  }

  @Override
  public List<String> texts() {
    throw new UnsupportedOperationException("not a WebSocket message");
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int changes() {
    return changes;
  }

  @Override
  public int size() {
    return bytes.length;
  }
}
