package dev.tidewatch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

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

  /** Shares the lock of that name; empty if another JVM has taken it. */
  static Optional<ForkLock> tryShare(String name) {
    try {
      FileChannel file = open(name);
      if (file.tryLock(0, Long.MAX_VALUE, true) != null) {
        return Optional.of(new ForkLock(file));
      }
      file.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ForkLock lock(String name, boolean shared) {
    try {
      FileChannel file = open(name);
      file.lock(0, Long.MAX_VALUE, shared);
      return new ForkLock(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel open(String name) throws IOException {
    Files.createDirectories(FOLDER);
    return FileChannel.open(
        FOLDER.resolve(name),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
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
