package dev.tidewatch.feed.boundary.sink;

import dev.tidewatch.web.handshake.ClientFrames;
import jakarta.websocket.Session;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Counts what a client of Undertow, WildFly's web server, sends, below Undertow's own frame
 * handling, which keeps an entry for each empty part of a message and does not expose a frame's
 * declared length. There is no public API for this, and applications cannot see XNIO's classes, so
 * a proxy replaces the connection's input. If Undertow's internals differ from what this class
 * expects, it logs one line, and only the endpoints count, message by message.
 *
 * <p>Runs on the thread that reads the connection.
 */
public final class UndertowInput implements InvocationHandler {

  private static final Logger LOG = Logger.getLogger(UndertowInput.class.getName());
  private static final AtomicBoolean COMPLAINED = new AtomicBoolean();
  private static final String CONDUIT = "org.xnio.conduits.StreamSourceConduit";
  private static final int END = -1;

  /**
   * How often a client is waited for that has sent half of a frame's head, and how long each time.
   */
  private static final int MOST_TRIES = 100;

  private static final long RETRY_MILLIS = 10;

  /** How long a close frame may take before the connection is ended, in milliseconds. */
  private static final long CLOSE_MILLIS = 1000;

  private final Object conduit;
  private final Runnable refuse;
  private final ClientFrames frames = new ClientFrames(System::nanoTime);
  private boolean over;

  private UndertowInput(Object conduit, Runnable refuse) {
    this.conduit = conduit;
    this.refuse = refuse;
  }

  /**
   * Begins to count. Does nothing on another server.
   *
   * @param whenTooMuch runs once, when the client has sent too much
   */
  public static void count(Session session, Runnable whenTooMuch) {
    if (!session.getClass().getName().equals(UndertowSink.SESSION)) {
      return;
    }
    try {
      Object channel = session.getClass().getMethod("getWebSocketChannel").invoke(session);
      ((Executor) call(channel, "getIoThread"))
          .execute(() -> replace(channel, whenTooMuch, MOST_TRIES));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      complain(e);
    }
  }

  /**
   * Replaces the input on the reading thread, because the first bytes may arrive while the endpoint
   * is being told of the session. What Undertow has read by then and not looked at is counted too.
   */
  private static void replace(Object channel, Runnable whenTooMuch, int triesLeft) {
    try {
      Object connection = GrizzlyWriteLimit.field(channel, "channel");
      Runnable refuse =
          () -> {
            whenTooMuch.run();
            endSoon(channel, (Closeable) connection);
          };
      if (GrizzlyWriteLimit.field(channel, "partialFrame") != null && triesLeft > 0) {
        // Undertow is within a frame's head, of which it does not tell what it has read
        later(channel, () -> replace(channel, whenTooMuch, triesLeft - 1), RETRY_MILLIS);
        return;
      }
      Object source = call(connection, "getSourceChannel");
      Class<?> type = Class.forName(CONDUIT, false, source.getClass().getClassLoader());
      UndertowInput input = new UndertowInput(call(source, "getConduit"), refuse);
      byte[] read = unread(GrizzlyWriteLimit.field(channel, "readData"));
      input.over =
          triesLeft == 0
              || !input.frames.startWithin(
                  (Long) GrizzlyWriteLimit.field(channel, "frameDataRemaining"))
              || !input.frames.take(read, 0, read.length);
      Object counted = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, input);
      source.getClass().getMethod("setConduit", type).invoke(source, counted);
      if (input.over) {
        // it has sent too much before the session began
        refuse.run();
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      complain(e);
    }
  }

  /**
   * Ends the connection soon. Undertow would leave it half open, with the client waiting to send
   * the rest.
   */
  private static void endSoon(Object channel, Closeable connection) {
    Runnable end =
        () -> {
          try {
            connection.close();
          } catch (IOException e) {
            // the connection has ended
          }
        };
    try {
      later(channel, end, CLOSE_MILLIS);
    } catch (ReflectiveOperationException | RuntimeException e) {
      complain(e);
    }
  }

  /** Runs a task on the reading thread after a while. */
  private static void later(Object channel, Runnable task, long millis)
      throws ReflectiveOperationException {
    Object thread = call(channel, "getIoThread");
    Method executeAfter =
        thread.getClass().getMethod("executeAfter", Runnable.class, long.class, TimeUnit.class);
    executeAfter.setAccessible(true);
    executeAfter.invoke(thread, task, millis, TimeUnit.MILLISECONDS);
  }

  /** A copy of the bytes that Undertow has read and not looked at. */
  private static byte[] unread(Object pooled) throws ReflectiveOperationException {
    if (pooled == null || (Boolean) call(pooled, "isFreed")) {
      return new byte[0];
    }
    ByteBuffer buffer = ((ByteBuffer) call(pooled, "getBuffer")).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static void complain(Throwable failure) {
    if (!COMPLAINED.getAndSet(true)) {
      LOG.log(
          Level.WARNING,
          "this Undertow is unknown ({0}): clients that send without end cost memory",
          failure.toString());
    }
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    Method found = target.getClass().getMethod(method);
    found.setAccessible(true);
    return found.invoke(target);
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("read")) {
      return arguments[0] instanceof ByteBuffer buffer
          ? (Object) read(method, buffer)
          : (Object) readFirst(method, arguments);
    }
    return delegate(method, arguments);
  }

  private int read(Method method, ByteBuffer buffer) throws Throwable {
    if (over) {
      return END;
    }
    int start = buffer.position();
    int count = (Integer) delegate(method, new Object[] {buffer});
    if (count > 0) {
      byte[] bytes = new byte[count];
      buffer.duplicate().position(start).get(bytes);
      if (!frames.take(bytes, 0, count)) {
        over = true;
        buffer.position(start);
        refuse.run();
        return END;
      }
    }
    return count;
  }

  /** Reads into the first buffer that has room, which a scattering read may do. */
  private long readFirst(Method method, Object[] arguments) throws Throwable {
    ByteBuffer[] buffers = (ByteBuffer[]) arguments[0];
    int offset = (Integer) arguments[1];
    int end = offset + (Integer) arguments[2];
    Method single = method.getDeclaringClass().getMethod("read", ByteBuffer.class);
    for (int i = offset; i < end; i++) {
      if (buffers[i].hasRemaining()) {
        return read(single, buffers[i]);
      }
    }
    return 0;
  }

  private Object delegate(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(conduit, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
