package dev.tidewatch.testing.faults;

import dev.tidewatch.feed.entity.Change;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/** An observer that runs first and throws, which must not affect anything else. */
@ApplicationScoped
public class HostileObserver {

  /** An {@code n} on which it throws an Error. */
  public static final int ERROR = 667;

  /** An {@code n} on which it throws a RuntimeException. */
  public static final int EXCEPTION = 668;

  void first(@Observes @Priority(-2_000_000) Change change) {
    fail(change);
  }

  void early(@Observes @Priority(1) Change change) {
    fail(change);
  }

  private static void fail(Change change) {
    BsonValue document = change.document().get("fullDocument");
    BsonValue n = document == null ? null : document.asDocument().get("n");
    if (new BsonInt32(ERROR).equals(n)) {
      throw new NoClassDefFoundError("an observer's own trouble");
    }
    if (new BsonInt32(EXCEPTION).equals(n)) {
      throw new IllegalStateException("an observer's own trouble");
    }
  }
}
