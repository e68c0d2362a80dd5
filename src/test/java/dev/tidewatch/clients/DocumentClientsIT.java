package dev.tidewatch.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.tidewatch.client.LiveDocuments;
import dev.tidewatch.client.TidewatchClient;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.Fork;
import dev.tidewatch.testing.NpmFolder;
import dev.tidewatch.testing.NpmPackage;
import dev.tidewatch.testing.RunScript;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live documents in Java and in Node, while a server is killed and started again. */
@NeedsRealMongo
class DocumentClientsIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int WRITES = 400;

  private final Random random = new Random(17);
  private final int port = FreePorts.any();
  private final String database = Fork.own("document_clients_it");

  @TempDir private Path folder;

  @Test
  void theyAreWhatTheCollectionHolds() throws Exception {
    assumeTrue(NpmFolder.isAvailable(), "needs node and npm on the PATH");
    NpmFolder npm = NpmPackage.project();
    try (MongoClient client = MongoClients.create(RealMongo.uri())) {
      client.getDatabase(database).drop();
      MongoCollection<Document> orders = client.getDatabase(database).getCollection("orders");
      write(orders);
      RunScript server = server().ready();
      Path output = folder.resolve("output");
      Process node =
          new ProcessBuilder("node", "documents.mjs", server.base().toString())
              .directory(npm.path().toFile())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (LiveDocuments live = TidewatchClient.of(server.base()).feed("changes").documents()) {
        assertThat(live.awaitCurrent(SOON)).isTrue();
        await().atMost(SOON).until(() -> Files.size(output) > 0);
        write(orders);
        awaitSame(orders, live, output);
        server.crash();
        write(orders);
        server = server().ready();
        awaitSame(orders, live, output);
        orders.drop();
        write(orders);
        awaitSame(orders, live, output);
      } finally {
        node.destroyForcibly();
        server.close();
        client.getDatabase(database).drop();
      }
    }
  }

  private RunScript server() {
    return RunScript.start(
        port,
        Map.of("JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
        "--mongo",
        RealMongo.uri(),
        "--ns",
        database + ".orders");
  }

  private void write(MongoCollection<Document> orders) {
    for (int i = 0; i < WRITES; i++) {
      int id = random.nextInt(100);
      var one = Filters.eq("_id", id);
      switch (random.nextInt(5)) {
        case 0 -> orders.deleteOne(one);
        case 1 -> orders.updateOne(one, Updates.set("a.b", i));
        case 2 -> orders.updateOne(one, Updates.push("list", i));
        case 3 -> orders.updateOne(one, Updates.popLast("list"));
        default -> {
          orders.deleteOne(one);
          orders.insertOne(
              new Document("_id", id).append("a", new Document("b", 0)).append("list", List.of(i)));
        }
      }
    }
  }

  private static void awaitSame(MongoCollection<Document> orders, LiveDocuments live, Path output) {
    List<BsonDocument> expected = new ArrayList<>();
    orders.withDocumentClass(BsonDocument.class).find().sort(Sorts.ascending("_id")).into(expected);
    assertThat(expected).isNotEmpty();
    await("Java")
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(live.snapshot().values()).containsExactlyInAnyOrderElementsOf(expected));
    await("Node").atMost(SOON).untilAsserted(() -> assertThat(printed(output)).isEqualTo(expected));
  }

  /** The last whole line. */
  private static List<BsonDocument> printed(Path output) throws Exception {
    String text = Files.readString(output);
    String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n");
    return BsonArray.parse(lines[lines.length - 1]).stream().map(v -> v.asDocument()).toList();
  }
}
