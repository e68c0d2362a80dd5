package dev.tidewatch.mongo;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The one thread that MongoDB's driver leaves behind when its last client is closed: it prunes a
 * pool of buffers that belongs to no client. In a server that goes on without the application, it
 * would keep every class of it in memory, and so would the next.
 *
 * <p>The driver has no public way to end it, so this is by reflection; a driver that is made
 * otherwise is left alone, which the log says.
 */
final class DriverThread {

  private static final Logger LOG = Logger.getLogger(DriverThread.class.getName());
  private static final String POOL = "com.mongodb.internal.connection.PowerOfTwoBufferPool";

  private DriverThread() {}

  /** Ends it. The pool goes on to work, for clients that are still open. Throws nothing. */
  static void end() {
    try {
      Class<?> type = Class.forName(POOL);
      var pool = type.getField("DEFAULT").get(null);
      var disable = type.getDeclaredMethod("disablePruning");
      disable.setAccessible(true);
      disable.invoke(pool);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(
          Level.WARNING, "a thread of MongoDB''s driver stays until the server stops: {0}", "" + e);
    }
  }
}
