package dev.tidewatch.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets every {@code await()} without a limit of its own wait a minute instead of Awaitility's 10 s,
 * which a machine with other work to do may take. A condition that is met ends the wait at once.
 * Found by JUnit through {@code META-INF/services}.
 */
public final class Patience implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
  }
}
