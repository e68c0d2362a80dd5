package dev.tidewatch.mongo;

import java.lang.reflect.Method;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends the thread that MongoDB's driver leaves behind when its last client is closed, which prunes
 * a pool of buffers that no client owns. On a server that keeps running, this thread would keep
 * every class of an undeployed application in memory.
 *
 * <p>Uses reflection, because the driver has no public API for this. If the driver's internals
 * differ, the thread is left running and one line is logged. Thread-safe.
 */
final class DriverThread {

  private static final Logger LOG = Logger.getLogger(DriverThread.class.getName());
  private static final String POOL = "com.mongodb.internal.connection.PowerOfTwoBufferPool";

  private Object pool;
  private Method end;

  /** Finds the thread now, because Payara loads no classes by the time it has to be ended. */
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

  /** Ends the thread. The pool keeps working for clients that are still open. Throws nothing. */
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
