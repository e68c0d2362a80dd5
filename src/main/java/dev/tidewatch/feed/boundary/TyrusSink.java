package dev.tidewatch.feed.boundary;

import static dev.tidewatch.feed.boundary.GrizzlyQueue.field;

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

  private final Writer writer;

  private TyrusSink(Writer writer, Sink portable) {
    super(portable);
    this.writer = writer;
  }

  /** One for a session without extensions; throws whatever happens where Tyrus is another. */
  static Sink of(Session session, Sink portable) throws ReflectiveOperationException, IOException {
    Object webSocket = field(session.getBasicRemote(), "webSocket");
    Writer writer = (Writer) field(field(webSocket, "protocolHandler"), "writer");
    GrizzlyQueue.bound(connection(field(writer, "tyrusHttpUpgradeHandler")).getOutputStream());
    return new TyrusSink(writer, portable);
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
