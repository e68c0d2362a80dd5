package dev.tidewatch.testing.mongo;

import dev.tidewatch.testing.MongoUse;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mongodb.MongoDBContainer;

/**
 * The real MongoDB replica set that tests run against: the one that {@code TIDEWATCH_TEST_MONGO}
 * names, else one that Testcontainers starts, else none.
 */
public final class RealMongo {

  private static MongoDBContainer container;

  private RealMongo() {}

  /** Whether there is one. */
  public static boolean isAvailable() {
    return given() != null || DockerClientFactory.instance().isDockerAvailable();
  }

  /** Returns the connection string; for tests that are marked {@link NeedsRealMongo}. */
  public static synchronized String uri() {
    MongoUse.note(MongoUse.Kind.SHARED);
    if (given() != null) {
      return given();
    }
    if (container == null) {
      // stopped by Testcontainers' own shutdown hook: one container serves every test of the run
      container = new MongoDBContainer("mongo:7.0").withReplicaSet();
      container.start();
    }
    return container.getConnectionString();
  }

  private static String given() {
    String uri = System.getenv("TIDEWATCH_TEST_MONGO");
    return uri == null || uri.isBlank() ? null : uri;
  }
}
