package dev.tidewatch.feed.boundary;

import static dev.tidewatch.feed.boundary.GrizzlyQueue.field;

import dev.tidewatch.feed.control.CloseReason;
import dev.tidewatch.feed.control.Sink;
import jakarta.servlet.http.WebConnection;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;

/**
 * A session of Tyrus, Payara's WebSocket implementation, that is given ready frames. Sending text
 * through its own API encodes the text for each session again and schedules a timer, which costs
 * twice as much as the sending, and so does a ping. Frames go to the session's own writer, which
 * takes them whole and in order.
 *
 * <p>The writer has no public way to it.
 */
final class TyrusSink extends FrameSink {

  /** The class of the sessions that it is for. */
  static final String SESSION = "org.glassfish.tyrus.core.TyrusSession";

  private static final String HANDLER = "org.glassfish.tyrus.servlet.TyrusHttpUpgradeHandler";

  /** How long a client has to answer a close, in milliseconds. */
  private static final long ANSWER_MILLIS = 3000;

  private final Session session;
  private final Writer writer;

  private TyrusSink(Session session, Writer writer, Sink portable) {
    super(portable);
    this.session = session;
    this.writer = writer;
  }

  /** One for a session without extensions; throws whatever happens where Tyrus is another. */
  static Sink of(Session session, Sink portable) throws ReflectiveOperationException, IOException {
    Object webSocket = field(session.getBasicRemote(), "webSocket");
    Writer writer = (Writer) field(field(webSocket, "protocolHandler"), "writer");
    GrizzlyQueue.bound(connection(field(writer, "tyrusHttpUpgradeHandler")).getOutputStream());
    return new TyrusSink(session, writer, portable);
  }

  private static WebConnection connection(Object handler) throws ReflectiveOperationException {
    // asked and not looked into: it may be a proxy, whose fields are empty
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
   * Asks the client to close, so that the session ends as one that its client has closed. Where
   * Tyrus itself begins, Payara gives the handshake's request back for reuse twice, with the close
   * and with the end of the connection; two later requests then share one object, and fail. Only a
   * client that does not answer is closed by Tyrus.
   */
  @Override
  public void close(CloseReason reason) {
    if (!isPolite(reason)) {
      super.close(reason);
      return;
    }
    try {
      session.setMaxIdleTimeout(ANSWER_MILLIS);
      write(ControlFrame.close(reason.code(), reason.text()), failure -> {});
    } catch (RuntimeException e) {
      super.close(reason);
    }
  }

  /** Whether a client that hears it can be expected to answer, and the server has the time. */
  private static boolean isPolite(CloseReason reason) {
    return switch (reason) {
      case GOING_AWAY, STALLED, TOO_BIG, FAILED -> false;
      default -> true;
    };
  }

  /** Tells the sender once, whatever the writer does. */
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
