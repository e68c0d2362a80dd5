package dev.tidewatch.feed.control;

import jakarta.enterprise.concurrent.ManagedExecutors;
import jakarta.enterprise.concurrent.ManagedTask;
import java.util.Map;

/** Tasks that run as long as the application does, so that a server does not call them hung. */
final class LongRunning {

  private LongRunning() {}

  /** The task, with a name for the server's console. */
  static Runnable named(String name, Runnable task) {
    return ManagedExecutors.managedTask(
        task, Map.of(ManagedTask.LONGRUNNING_HINT, "true", ManagedTask.IDENTITY_NAME, name), null);
  }
}
