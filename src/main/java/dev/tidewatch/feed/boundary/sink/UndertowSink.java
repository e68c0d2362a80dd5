package dev.tidewatch.feed.boundary.sink;

import dev.tidewatch.feed.control.delivery.Sink;
import io.undertow.util.ImmediatePooledByteBuffer;
import io.undertow.websockets.core.StreamSinkFrameChannel;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSocketFrameType;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A session of Undertow, WildFly's web server, that is given ready frames. Sending text through its
 * own API encodes the text for each session again, and makes a frame and a write of each message.
 * Frames that are ready go into the session's own queue, between its other frames (pongs, close),
 * as one that needs no head.
 */
final class UndertowSink extends FrameSink {

  /** The class of the sessions that it is for. */
  static final String SESSION = "io.undertow.websockets.jsr.UndertowSession";

  private final WebSocketChannel channel;
  private final IoThreadBatch sends;

  private UndertowSink(WebSocketChannel channel, Executor ioThread, Sink portable) {
    super(portable);
    this.channel = channel;
    this.sends = IoThreadBatch.of(ioThread);
  }

  /** One for a session without extensions; throws whatever happens where Undertow is another. */
  static Sink of(Session session, Sink portable) throws ReflectiveOperationException {
    Object channel = session.getClass().getMethod("getWebSocketChannel").invoke(session);
    // applications see no classes of XNIO, whose thread it is
    Object ioThread = channel.getClass().getMethod("getIoThread").invoke(channel);
    return new UndertowSink((WebSocketChannel) channel, (Executor) ioThread, portable);
  }

  @Override
  void write(byte[] frames, Consumer<Throwable> done) {
    sends.add(new ReadyFrames(channel, frames, done));
  }

  /** Bytes in the queue of frames that hold their own heads; tells the sender once. */
  private static final class ReadyFrames extends StreamSinkFrameChannel implements Runnable {

    private final byte[] bytes;
    private final AtomicReference<Consumer<Throwable>> done;

    ReadyFrames(WebSocketChannel channel, byte[] bytes, Consumer<Throwable> done) {
      super(channel, WebSocketFrameType.TEXT);
      this.bytes = bytes;
      this.done = new AtomicReference<>(done);
    }

    @Override
    public void run() {
      try {
        send(new ImmediatePooledByteBuffer(ByteBuffer.wrap(bytes)));
        shutdownWrites();
      } catch (IOException | RuntimeException e) {
        tell(e);
      }
    }

    @Override
    protected void handleFlushComplete(boolean finalFrame) {
      tell(null);
    }

    @Override
    public void markBroken() {
      super.markBroken();
      tell(new ClosedChannelException());
    }

    @Override
    protected void channelForciblyClosed() throws IOException {
      super.channelForciblyClosed();
      tell(new ClosedChannelException());
    }

    private void tell(Throwable failure) {
      Consumer<Throwable> sender = done.getAndSet(null);
      if (sender != null) {
        sender.accept(failure);
      }
    }
  }
}
