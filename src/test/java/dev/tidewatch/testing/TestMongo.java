package dev.tidewatch.testing;

import dev.tidewatch.development.DevelopmentMongo;

/** The MongoDB of tests that run on any: a real one where there is one, else the embedded one. */
public final class TestMongo {

  private static String uri;

  private TestMongo() {}

  /** Returns the connection string; the same for every test of the run. */
  public static synchronized String uri() {
    if (uri == null) {
      // the embedded one ends with this JVM: its threads are daemons
      uri = RealMongo.isAvailable() ? RealMongo.uri() : DevelopmentMongo.start(0).uri();
    }
    return uri;
  }
}
