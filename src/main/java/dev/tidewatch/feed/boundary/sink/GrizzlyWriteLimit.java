package dev.tidewatch.feed.boundary.sink;

import jakarta.servlet.ServletOutputStream;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What Grizzly, under Payara, keeps in memory for a connection whose client does not read. It says
 * that it can take no more only when it has four times the socket's own buffer, which on Linux
 * comes to 10 MB: a hundred such clients would fill a heap of 1 GB.
 *
 * <p>And it copies what it is given into a new buffer of 8 KB, unless that is too small: then it
 * writes the bytes themselves. A message to a thousand readers would cost 8 MB, a collection every
 * second or two.
 *
 * <p>Both can be set, but a servlet has no public way to them. Where the way is another than it
 * was, the log says so once, and Grizzly's own bounds stay.
 */
public final class GrizzlyWriteLimit {

  /** Bytes above which a connection takes no more; what it is given at once may be longer. */
  static final int MAX_BYTES = 64 * 1024;

  /** Bytes above which what is written is not copied; Grizzly's own least. */
  private static final int COPIED_BYTES = 512;

  private static final Logger LOG = Logger.getLogger(GrizzlyWriteLimit.class.getName());
  private static final String STREAM = "org.apache.catalina.connector.CoyoteOutputStream";
  private static final AtomicBoolean COMPLAINED = new AtomicBoolean();

  private GrizzlyWriteLimit() {}

  /** Bounds what the connection of a response keeps; nothing on another server. */
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
      // its setter does nothing once the response's head is sent
      find(buffer, "bufferSize").setInt(buffer, COPIED_BYTES);
    } catch (ReflectiveOperationException | RuntimeException e) {
      if (!COMPLAINED.getAndSet(true)) {
        LOG.log(
            Level.WARNING,
            "this Grizzly is unknown ({0}): who does not read may cost much memory",
            e.toString());
      }
    }
  }

  /** A field's value, whoever declares it. */
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
