package dev.tidewatch.feed.boundary.sink;

import jakarta.servlet.ServletOutputStream;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Limits what Grizzly, under Payara, keeps in memory for a connection whose client does not read.
 * By default, Grizzly accepts four times the socket's buffer, which is 10 MB on Linux: a hundred
 * such clients would fill a heap of 1 GB.
 *
 * <p>Grizzly also copies each small write into a new buffer of 8 KB, and writes larger arrays
 * without a copy. A message to a thousand readers would cost 8 MB, and thus a garbage collection
 * every second or two.
 *
 * <p>Both can be set, but not through a public API of servlets. If Grizzly's internals differ from
 * what this class expects, it logs one line, and Grizzly's own bounds stay.
 */
public final class GrizzlyWriteLimit {

  /** Bytes above which a connection takes no more writes; a single write may be larger. */
  static final int MAX_BYTES = 64 * 1024;

  /** Bytes above which a write is not copied; the least that Grizzly allows. */
  private static final int COPIED_BYTES = 512;

  private static final Logger LOG = Logger.getLogger(GrizzlyWriteLimit.class.getName());
  private static final String STREAM = "org.apache.catalina.connector.CoyoteOutputStream";
  private static final AtomicBoolean COMPLAINED = new AtomicBoolean();

  private GrizzlyWriteLimit() {}

  /** Bounds the buffer of a response's connection. Does nothing on another server. */
  public static void bound(ServletOutputStream stream) {
    if (!stream.getClass().getName().equals(STREAM)) {
      return;
    }
    try {
      Object buffer = field(field(stream, "ob"), "grizzlyOutputBuffer");
      Object connection = field(buffer, "connection");
      connection
          .getClass()
          .getMethod("setMaxAsyncWriteQueueSize", int.class)
          .invoke(connection, MAX_BYTES);
      // its setter has no effect once the response's head was sent
      find(buffer, "bufferSize").setInt(buffer, COPIED_BYTES);
    } catch (ReflectiveOperationException | RuntimeException e) {
      if (!COMPLAINED.getAndSet(true)) {
        LOG.log(
            Level.WARNING,
            "this Grizzly is unknown ({0}): a client that does not read may cost much memory",
            e.toString());
      }
    }
  }

  /** A field's value, even if a superclass declares it. */
  static Object field(Object of, String name) throws ReflectiveOperationException {
    return find(of, name).get(of);
  }

  private static Field find(Object of, String name) throws ReflectiveOperationException {
    for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field;
        }
      }
    }
    throw new NoSuchFieldException(name);
  }
}
