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
 * A session of Undertow, WildFly's web server, that takes ready frames. Undertow's own API encodes
 * each text again for each session, and makes one frame and one write of each message. Ready frames
 * go into the session's own queue, between its other frames (pongs, close), as a single frame
 * without a header.
 */
final class UndertowSink extends FrameSink {

  /** The class of the sessions that this sink supports. */
  static final String SESSION = "io.undertow.websockets.jsr.UndertowSession";

  private final WebSocketChannel channel;
  private final IoThreadBatch sends;

  private UndertowSink(WebSocketChannel channel, Executor ioThread, Sink portable) {
    super(portable);
    this.channel = channel;
    this.sends = IoThreadBatch.of(ioThread);
  }

  /** A sink for a session without extensions; throws if Undertow's internals differ. */
  static Sink of(Session session, Sink portable) throws ReflectiveOperationException {
    Object channel = session.getClass().getMethod("getWebSocketChannel").invoke(session);
    // by reflection, because applications cannot see XNIO's classes
    Object ioThread = channel.getClass().getMethod("getIoThread").invoke(channel);
    return new UndertowSink((WebSocketChannel) channel, (Executor) ioThread, portable);
  }

  @Override
  void write(byte[] frames, Consumer<Throwable> done) {
    sends.add(new ReadyFrames(channel, frames, done));
  }

  /** Queued bytes that already hold frame headers; completes the send exactly once. */
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
