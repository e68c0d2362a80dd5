package dev.tidewatch.testing.clients;

import dev.tidewatch.feed.entity.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/** An observer in the same application; fails on one kind of change. */
@ApplicationScoped
public class ChangeCollector {

  /** An {@code n} that it cannot bear. */
  public static final int POISON = 666;

  private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();

  void collect(@Observes Change change) {
    BsonValue document = change.document().get("fullDocument");
    if (document != null && new BsonInt32(POISON).equals(document.asDocument().get("n"))) {
      throw new IllegalStateException("an observer's own trouble");
    }
    changes.add(change);
  }

  /** The next change, or null if none comes within a second. */
  public Change next() throws InterruptedException {
    return changes.poll(1, TimeUnit.SECONDS);
  }
}
