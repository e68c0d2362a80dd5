package dev.tidewatch.testing;

import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Has classes that are marked {@link Alone} wait until no other JVM runs a test class or a {@link
 * KeptServer}, and has all others wait for them. Found by JUnit through {@code META-INF/services}.
 */
public final class Turns implements TestExecutionListener {

  private final String lock;
  private String owner;
  private ForkLock turn;
  private ForkLock servers;

  /** As JUnit makes it. */
  public Turns() {
    this("turn");
  }

  /** One that takes turns by a lock of that name. */
  Turns(String lock) {
    this.lock = lock;
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (turn == null && test.getSource().orElse(null) instanceof ClassSource source) {
      boolean alone = AnnotationSupport.isAnnotated(source.getJavaClass(), Alone.class);
      if (alone) {
        KeptServer.end();
        turn = ForkLock.take(lock);
        servers = ForkLock.take(KeptServer.LOCK);
      } else {
        turn = ForkLock.tryShare(lock).orElseGet(this::makeWay);
      }
      owner = test.getUniqueId();
    }
  }

  /** A class that has to be alone has its turn: it waits for this JVM's server. */
  private ForkLock makeWay() {
    KeptServer.end();
    return ForkLock.share(lock);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult outcome) {
    if (test.getUniqueId().equals(owner)) {
      turn.close();
      turn = null;
      if (servers != null) {
        servers.close();
        servers = null;
      }
      owner = null;
    }
  }
}
