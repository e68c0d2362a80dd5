package dev.tidewatch.testing.mongo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code mongod} that tests start themselves: the one that {@code TIDEWATCH_TEST_MONGOD} names,
 * else one on the PATH, else none.
 */
public final class MongodExecutable {

  private MongodExecutable() {}

  /** Whether there is one. */
  public static boolean isAvailable() {
    return find().isPresent();
  }

  /** Returns its path. */
  static Optional<Path> find() {
    String given = System.getenv("TIDEWATCH_TEST_MONGOD");
    Stream<Path> candidates =
        given == null || given.isBlank()
            ? Stream.of(System.getenv("PATH").split(":")).map(place -> Path.of(place, "mongod"))
            : Stream.of(Path.of(given));
    return candidates.filter(Files::isExecutable).findFirst();
  }
}
