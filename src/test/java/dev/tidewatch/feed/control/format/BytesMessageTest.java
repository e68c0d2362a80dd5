package dev.tidewatch.feed.control.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.feed.control.encoding.GzipPart;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class BytesMessageTest {

  private final Queue<Runnable> later = new ArrayDeque<>();

  @Test
  void aMessageIsCompressedOnceForAllReadersAndAtOnce() {
    OutboundMessage message = new BytesMessage(new byte[GzipPart.LARGE_BYTES], 1);

    CompletableFuture<byte[]> part = part(message, later::add);

    assertThat(part).isCompleted();
    assertThat(part(message, later::add).join()).isSameAs(part.join());
    assertThat(later).isEmpty();
  }

  @Test
  void aLargeMessageIsCompressedElsewhereAndOnce() {
    OutboundMessage message = new BytesMessage(new byte[GzipPart.LARGE_BYTES + 1], 1);

    CompletableFuture<byte[]> one = part(message, later::add);
    CompletableFuture<byte[]> other = part(message, later::add);

    assertThat(one).isNotDone();
    assertThat(later).hasSize(1);
    later.remove().run();
    assertThat(other.join()).isSameAs(one.join()).isEqualTo(GzipPart.of(message.bytes()));
  }

  @Test
  void webSocketMessagesAreNotCompressed() {
    OutboundMessage message = new V1Format("changes").hello(null);

    assertThatThrownBy(() -> message.gzipPart(later::add))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static CompletableFuture<byte[]> part(OutboundMessage message, Executor large) {
    return message.gzipPart(large).toCompletableFuture();
  }
}
