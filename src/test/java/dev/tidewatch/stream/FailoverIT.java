package dev.tidewatch.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ServerDescription;
import dev.tidewatch.testing.clients.Deliveries;
import dev.tidewatch.testing.mongo.NeedsMongod;
import dev.tidewatch.testing.mongo.NumberedWriter;
import dev.tidewatch.testing.mongo.ReplicaSet;
import dev.tidewatch.testing.network.SocksRelay;
import dev.tidewatch.testing.statements.Statement;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stream while the server it reads from dies, or cannot be reached. */
@NeedsMongod
class FailoverIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static final int KILLS = 5;

  private static ReplicaSet set;

  @BeforeAll
  static void start() {
    set = ReplicaSet.start(3);
  }

  @AfterAll
  static void stop() {
    set.close();
  }

  @Test
  @Statement(32)
  void s32_killingThePrimaryLosesNoWriteAndRepeatsNone() {
    List<Integer> delivered = new CopyOnWriteArrayList<>();
    List<MongoException> failures = new CopyOnWriteArrayList<>();
    // without a bound on a read, a server that neither answers nor dies would be waited for for
    // ever
    try (MongoClient client = MongoClients.create(set.uri() + "&socketTimeoutMS=10000");
        ChangeStream stream =
            ChangeStream.watch(
                WatchTarget.collection(client, "failover_it", "test"), ChangeStreamOptions.NONE)) {
      stream.open();
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(() -> readUntilClosed(stream, delivered, failures));
      NumberedWriter writer = NumberedWriter.start(set.uri(), "failover_it", "test");
      try (writer) {
        for (int kill = 0; kill < KILLS; kill++) {
          writer.awaitAcknowledged(writer.attempts() + 20);
          int primary = set.awaitPrimary();
          set.kill(primary);
          // by the one that was elected instead
          writer.awaitAcknowledged(writer.attempts() + 20);
          set.restart(primary);
          set.awaitHealth();
        }
      }

      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(Deliveries.missing(writer.acknowledged(), delivered))
                      .as(
                          "what the stream has not read; its errors: %s; its reader: %s",
                          failures, reading)
                      .isEmpty());
      assertThat(Deliveries.problems(writer.acknowledged(), writer.attempts(), delivered))
          .isEmpty();
      assertThat(reading).isNotDone();
    }
  }

  @Test
  @Statement(29)
  void s29_aServerThatWasLostBetweenTwoCallsIsNoReasonToEnd() {
    String impatient = set.uri() + "&serverSelectionTimeoutMS=1000";
    try (SocksRelay relay = SocksRelay.start();
        MongoClient client = MongoClients.create(relay.through(impatient));
        MongoClient writer = MongoClients.create(set.uri());
        ChangeStream stream =
            ChangeStream.watch(
                WatchTarget.collection(client, "failover_it", "lost"), ChangeStreamOptions.NONE)) {
      stream.open();
      writer.getDatabase("failover_it").getCollection("lost").insertOne(new Document("_id", 1));
      relay.refuse();
      await().atMost(LONG).until(() -> !knowsAPrimary(client));

      assertThatThrownBy(stream::tryNext).isInstanceOf(MongoTimeoutException.class);
      assertThat(stream.isAlive()).isTrue();
      assertThatThrownBy(stream::tryNext).isInstanceOf(MongoTimeoutException.class);
      relay.admit();
      await().atMost(LONG).until(() -> knowsAPrimary(client));

      assertThat(stream.next().getDocument("documentKey").getInt32("_id").getValue()).isEqualTo(1);
    }
  }

  private static boolean knowsAPrimary(MongoClient client) {
    return client.getClusterDescription().getServerDescriptions().stream()
        .anyMatch(ServerDescription::isPrimary);
  }

  private static void readUntilClosed(
      ChangeStream stream, List<Integer> delivered, List<MongoException> failures) {
    while (stream.isAlive()) {
      try {
        delivered.add(stream.next().getDocument("fullDocument").getInt32("n").getValue());
      } catch (NoSuchElementException e) {
        return;
      } catch (MongoException e) {
        // it could not be resumed yet; the next call tries again, if it may
        failures.add(e);
      }
    }
  }
}
