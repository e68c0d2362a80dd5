package dev.tidewatch.feed.control.faults;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.mongo.ReplicaSet;
import dev.tidewatch.testing.network.SocksRelay;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** Breaks a replica set and the watcher's way to it, and mends both before it returns. */
final class FaultInjector implements AutoCloseable {

  private static final Duration DROP = Duration.ofSeconds(60);

  private final ReplicaSet set;
  private final SocksRelay relay;
  private final MongoClient client;
  private final MongoCollection<Document> collection;

  /** For a set, the watcher's relay, and the collection {@code DATABASE.test}. */
  FaultInjector(ReplicaSet set, SocksRelay relay, String database) {
    this.set = set;
    this.relay = relay;
    client =
        MongoClients.create(
            set.uri() + "&w=majority&serverSelectionTimeoutMS=3000&socketTimeoutMS=6000");
    collection = client.getDatabase(database).getCollection("test");
  }

  /** Lets faults happen at once and each last its length; then all is well again. */
  void inject(List<Fault> faults) throws InterruptedException {
    int primary = set.awaitPrimary();
    long start = System.nanoTime();
    CompletableFuture<Void> dropped = CompletableFuture.completedFuture(null);
    for (Fault fault : faults) {
      if (fault.kind() == Fault.Kind.DROP) {
        // on a thread of its own, for with the other fault it may take as long as that
        dropped = CompletableFuture.runAsync(this::drop);
      } else {
        begin(fault, primary);
      }
    }
    for (Fault fault : faults.stream().sorted(Comparator.comparing(Fault::length)).toList()) {
      // the fault itself: for so long it is there
      TimeUnit.NANOSECONDS.sleep(start + fault.length().toNanos() - System.nanoTime());
      end(fault, primary);
    }
    set.awaitHealth();
    dropped.orTimeout(DROP.toSeconds(), TimeUnit.SECONDS).join();
  }

  private void begin(Fault fault, int primary) {
    switch (fault.kind()) {
      case KILL_MEMBER -> set.kill(fault.member());
      case KILL_PRIMARY -> set.kill(primary);
      case PAUSE_PRIMARY -> set.pause(primary);
      case STEP_DOWN -> set.stepDown(primary);
      case CUT -> relay.cut();
      case REFUSE -> relay.refuse();
      case STALL -> relay.stall();
      case DROP -> throw new IllegalArgumentException(fault.toString());
    }
  }

  private void end(Fault fault, int primary) {
    switch (fault.kind()) {
      case KILL_MEMBER -> set.restart(fault.member());
      case KILL_PRIMARY -> set.restart(primary);
      case PAUSE_PRIMARY -> set.resume(primary);
      case REFUSE -> relay.admit();
      case STALL -> relay.release();
      case STEP_DOWN, CUT, DROP -> {}
    }
  }

  private void drop() {
    while (true) {
      try {
        collection.drop();
        return;
      } catch (MongoException e) {
        // it may have happened all the same, and then happens twice
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
