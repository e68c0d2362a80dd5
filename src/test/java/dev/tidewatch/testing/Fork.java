package dev.tidewatch.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.FibonacciPollInterval;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * One of the JVMs that share the test classes, and what keeps it out of the others' way. Found by
 * JUnit through {@code META-INF/services}.
 *
 * <p>{@code -Dit.port} is the port of the server that the first one deploys to; the next one takes
 * the port above it.
 */
public final class Fork implements LauncherSessionListener {

  private static final int NUMBER = Integer.getInteger("tidewatch.test.fork", 1);
  private static final int FIRST_PORT = Integer.getInteger("it.port", 18_888);
  private static final Duration LONGEST_POLL = Duration.ofMillis(100);

  /** Returns the number of this JVM, from 1. */
  public static int number() {
    return NUMBER;
  }

  /** Returns a name that no other of these JVMs uses, for a database. */
  public static String own(String name) {
    return name + "_" + NUMBER;
  }

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    // arquillian.xml knows it by this name
    System.setProperty("tidewatch.test.port", Integer.toString(FIRST_PORT + NUMBER - 1));
    // most conditions hold within some milliseconds, and a test waits for several
    FibonacciPollInterval growing = FibonacciPollInterval.fibonacci();
    Awaitility.setDefaultPollInterval(
        (count, previous) -> {
          Duration next = growing.next(count, previous);
          return next.compareTo(LONGEST_POLL) < 0 ? next : LONGEST_POLL;
        });
  }
}
