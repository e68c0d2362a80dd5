package dev.tidewatch.testing.mongo;

import dev.tidewatch.development.DevelopmentMongo;
import dev.tidewatch.testing.MongoUse;

/** The MongoDB of tests that run on any: a real one where there is one, else the embedded one. */
public final class TestMongo {

  private static String embedded;

  private TestMongo() {}

  /** Returns the connection string; the same for every test of the run. */
  public static synchronized String uri() {
    if (embedded == null && RealMongo.isAvailable()) {
      return RealMongo.uri();
    }
    if (embedded == null) {
      // it ends with this JVM: its threads are daemons
      embedded = DevelopmentMongo.start(0).uri();
    }
    MongoUse.note(MongoUse.Kind.EMBEDDED);
    return embedded;
  }
}
