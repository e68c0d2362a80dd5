package dev.tidewatch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A lock among the JVMs that share the test classes, for what there is only one of. It ends with
 * its JVM at the latest.
 *
 * <p>Within one JVM a lock is taken once at a time; a second one is an {@link
 * java.nio.channels.OverlappingFileLockException}.
 */
public final class ForkLock implements AutoCloseable {

  /** Where the locks are, by name. */
  static final Path FOLDER = Path.of("target", "locks");

  private final FileChannel file;

  private ForkLock(FileChannel file) {
    this.file = file;
  }

  /** Waits until no other JVM has the lock of that name, and takes it. */
  public static ForkLock take(String name) {
    return lock(name, false);
  }

  /** Waits until no other JVM has taken the lock of that name; others may share it meanwhile. */
  static ForkLock share(String name) {
    return lock(name, true);
  }

  private static ForkLock lock(String name, boolean shared) {
    FileChannel file = null;
    try {
      Files.createDirectories(FOLDER);
      file =
          FileChannel.open(
              FOLDER.resolve(name),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      file.lock(0, Long.MAX_VALUE, shared);
      return new ForkLock(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      // its lock goes with it
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
