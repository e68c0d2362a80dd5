package dev.tidewatch.testing.faults;

import dev.tidewatch.testing.mongo.Mongod;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Starts servers again that ended by themselves: a test may break them, and must survive when they
 * break of their own, but one that stays away would spoil it.
 */
public final class CrashWatch implements AutoCloseable {

  private static final long PERIOD_MILLIS = 200;

  private final List<Mongod> members;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

  public CrashWatch(List<Mongod> members) {
    this.members = members;
  }

  public void start() {
    executor.scheduleWithFixedDelay(
        this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    for (Mongod member : members) {
      if (member.restartIfCrashed()) {
        System.out.println("mongod on port " + member.port() + " crashed; started again");
      }
    }
  }

  /** Starts none after this has returned. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      executor.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
