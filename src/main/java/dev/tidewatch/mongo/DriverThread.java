package dev.tidewatch.mongo;

import java.lang.reflect.Method;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The one thread that MongoDB's driver leaves behind when its last client is closed: it prunes a
 * pool of buffers that belongs to no client. In a server that goes on without the application, it
 * would keep every class of it in memory, and so would the next deployment's.
 *
 * <p>The driver has no public way to end it, so this is by reflection; a driver that is made
 * otherwise is left alone, which the log says. Any thread.
 */
final class DriverThread {

  private static final Logger LOG = Logger.getLogger(DriverThread.class.getName());
  private static final String POOL = "com.mongodb.internal.connection.PowerOfTwoBufferPool";

  private Object pool;
  private Method end;

  /** Finds it; not when it is to be ended, for by then Payara loads no class any more. */
  DriverThread() {
    try {
      Class<?> type = Class.forName(POOL);
      pool = type.getField("DEFAULT").get(null);
      end = type.getDeclaredMethod("disablePruning");
      end.setAccessible(true);
    } catch (ReflectiveOperationException | RuntimeException e) {
      warn(e);
    }
  }

  /** Ends it. The pool goes on to work, for clients that are still open. Throws nothing. */
  void end() {
    try {
      if (end != null) {
        end.invoke(pool);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      warn(e);
    }
  }

  private static void warn(Exception why) {
    LOG.log(
        Level.WARNING,
        "a thread of MongoDB''s driver will stay when the application has ended: {0}",
        why.toString());
  }
}
