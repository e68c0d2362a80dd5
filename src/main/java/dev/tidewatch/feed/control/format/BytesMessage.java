package dev.tidewatch.feed.control.format;

import dev.tidewatch.feed.control.encoding.GzipPart;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A message of bytes that are sent unchanged, or compressed. The compressed form lives as long as
 * the message; it is never noticeably larger than the bytes.
 */
final class BytesMessage implements OutboundMessage {

  private final byte[] bytes;
  private final int changes;
  // null until somebody asks for it
  private CompletableFuture<byte[]> part;

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
  public synchronized CompletionStage<byte[]> gzipPart(Executor large) {
    if (part == null) {
      boolean isLarge = bytes.length > GzipPart.LARGE_BYTES;
      part =
          CompletableFuture.supplyAsync(() -> GzipPart.of(bytes), isLarge ? large : Runnable::run);
    }
    return part;
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
