package dev.tidewatch.feed.boundary.sink;

import static dev.tidewatch.feed.boundary.sink.GrizzlyWriteLimit.field;

import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.web.handshake.HandshakeAttributes;
import dev.tidewatch.web.handshake.UpgradeOutput;
import jakarta.servlet.http.WebConnection;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;

/**
 * A session of Tyrus, Payara's WebSocket implementation, that takes ready frames. Tyrus' own API
 * encodes each text again for each session and schedules a timer, which costs twice as much as the
 * send itself; the same holds for pings. Frames go to the session's own writer, which takes them
 * whole and in order.
 *
 * <p>The writer is not accessible through a public API.
 */
final class TyrusSink extends FrameSink {

  /** The class of the sessions that this sink supports. */
  static final String SESSION = "org.glassfish.tyrus.core.TyrusSession";

  private static final String HANDLER = "org.glassfish.tyrus.servlet.TyrusHttpUpgradeHandler";

  /** How long a closed client may take to answer a ping, in milliseconds. */
  private static final long ANSWER_MILLIS = 1000;

  private final Session session;
  private final ScheduledExecutorService scheduler;
  private final Writer writer;

  private TyrusSink(
      Session session, ScheduledExecutorService scheduler, Writer writer, Sink portable) {
    super(portable);
    this.session = session;
    this.scheduler = scheduler;
    this.writer = writer;
  }

  /** A sink for a session without extensions; throws if Tyrus' internals differ. */
  static Sink of(Session session, ScheduledExecutorService scheduler, Sink portable)
      throws ReflectiveOperationException, IOException {
    Object webSocket = field(session.getBasicRemote(), "webSocket");
    Writer writer = (Writer) field(field(webSocket, "protocolHandler"), "writer");
    WebConnection connection = connection(field(writer, "tyrusHttpUpgradeHandler"));
    GrizzlyWriteLimit.bound(UpgradeOutput.unwrap(connection.getOutputStream()));
    return new TyrusSink(session, scheduler, writer, portable);
  }

  private static WebConnection connection(Object handler) throws ReflectiveOperationException {
    // through its getter, because it may be a proxy, whose fields are empty
    Class<?> type = handler.getClass();
    while (!type.getName().equals(HANDLER)) {
      type = type.getSuperclass();
    }
    Method connection = type.getDeclaredMethod("getWebConnection");
    connection.setAccessible(true);
    return (WebConnection) connection.invoke(handler);
  }

  @Override
  void write(byte[] frames, Consumer<Throwable> done) {
    writer.write(ByteBuffer.wrap(frames), new Completion(done));
  }

  /**
   * Closes on the thread that reads from the client, which a ping makes the client trigger. If
   * another thread closes, Payara recycles the handshake's request twice, at the close and at the
   * end of the connection; two later requests then share one object, and fail or hang. A client
   * that does not answer in time is closed anyway.
   */
  @Override
  public void close(CloseReason reason) {
    if (reason == CloseReason.GOING_AWAY || reason == CloseReason.TOO_BIG) {
      // the server is stopping and may refuse to load classes, or this is that thread
      super.close(reason);
    } else {
      closeWhereItIsRead(reason);
    }
  }

  private void closeWhereItIsRead(CloseReason reason) {
    AtomicBoolean closed = new AtomicBoolean();
    Runnable close =
        () -> {
          if (!closed.getAndSet(true)) {
            super.close(reason);
          }
        };
    if (!HandshakeAttributes.onNextBytes(session, close)) {
      close.run();
      return;
    }
    ping();
    try {
      scheduler.schedule(close, ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | IllegalStateException e) {
      // the server stops
      close.run();
    }
  }

  /** Completes the send exactly once, whatever the writer does. */
  private static final class Completion extends CompletionHandler<ByteBuffer> {

    private final AtomicBoolean told = new AtomicBoolean();
    private final Consumer<Throwable> done;

    Completion(Consumer<Throwable> done) {
      this.done = done;
    }

    @Override
    public void completed(ByteBuffer result) {
      tell(null);
    }

    @Override
    public void failed(Throwable error) {
      tell(error);
    }

    @Override
    public void cancelled() {
      tell(new IOException("not sent"));
    }

    private void tell(Throwable failure) {
      if (!told.getAndSet(true)) {
        done.accept(failure);
      }
    }
  }
}
