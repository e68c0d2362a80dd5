package dev.tidewatch.testing;

import dev.tidewatch.development.DevelopmentMongo;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which kinds of MongoDB the test class that runs has asked for, so that the summary of a run can
 * say so. Any thread.
 */
public final class MongoUse {

  /** A kind of MongoDB. */
  public enum Kind {
    /** The replica set that all tests share. */
    SHARED,
    /** A server that the test starts, and may break. */
    OWN,
    /** The embedded one, of which no server is real. */
    EMBEDDED
  }

  private static final Set<Kind> USED = EnumSet.noneOf(Kind.class);
  private static long startedBefore;

  private MongoUse() {}

  /** The class that runs uses one of that kind. */
  public static synchronized void note(Kind kind) {
    USED.add(kind);
  }

  /** Returns what has been used since the last call, and forgets it. */
  static synchronized Set<Kind> take() {
    long started = DevelopmentMongo.started();
    if (started > startedBefore) {
      USED.add(Kind.EMBEDDED);
    }
    startedBefore = started;
    Set<Kind> used = EnumSet.noneOf(Kind.class);
    used.addAll(USED);
    USED.clear();
    return used;
  }
}
