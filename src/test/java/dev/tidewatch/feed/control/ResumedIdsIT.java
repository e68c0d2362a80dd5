package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.feed.control.faults.ResumingReader;
import dev.tidewatch.feed.control.watch.WatchedFeed;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.ChangeStreamOptions;
import dev.tidewatch.stream.WatchTarget;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A reader comes back to the change of a document, whatever its {@code _id} is, on a node that was
 * started afterwards and has nothing of it in its log: exactly what followed arrives, without a
 * gap. Ends with a table.
 */
@NeedsRealMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumedIdsIT {

  private static final String DATABASE = "resumed_ids_it";
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Map<String, BsonValue> ids = DocumentIds.all();
  private final List<Position> places = new ArrayList<>();
  private final Map<String, String> table = new LinkedHashMap<>();
  private MongoClient client;
  private WatchedFeed node;

  @BeforeAll
  void insertOneOfEachAndThenStartANode() {
    client = MongoClients.create(RealMongo.uri());
    client.getDatabase(DATABASE).drop();
    client.getDatabase(DATABASE).createCollection("test");
    MongoCollection<BsonDocument> collection =
        client.getDatabase(DATABASE).getCollection("test", BsonDocument.class);
    WatchTarget target = WatchTarget.collection(client, DATABASE, "test");
    try (ChangeStream before = ChangeStream.watch(target, ChangeStreamOptions.NONE)) {
      before.open();
      for (BsonValue id : ids.values()) {
        collection.insertOne(document(id, places.size()));
        places.add(Change.of(before.next()).position());
      }
    }
    node = new WatchedFeed(client, DATABASE, 1000);
    collection.insertOne(document(new BsonInt32(-1), places.size()));
    await().atMost(LONG).until(() -> node.end() == 1);
  }

  private static BsonDocument document(BsonValue id, int number) {
    return new BsonDocument("_id", id).append("n", new BsonInt32(number));
  }

  @AfterAll
  void sayWhatWasSeenAndDisconnect() {
    table.forEach((name, row) -> System.out.printf("| %s %s%n", name, row));
    node.close();
    client.close();
  }

  Stream<Arguments> each() {
    List<String> names = List.copyOf(ids.keySet());
    return IntStream.range(0, names.size()).mapToObj(i -> Arguments.of(names.get(i), i));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("each")
  void aReaderThatComesBackGetsWhatFollowedAndNothingElse(String name, int number) {
    Position place = places.get(number);
    comesBack(number, Position.ofId(place.id()));

    table.put(
        name,
        "| %s | %d | yes |"
            .formatted(place.typeBits().isEmpty() ? "" : "type bits", place.id().length()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("each")
  void anIdFromBeforeIdsHadTypeBitsIsStillAPlace(String name, int number) {
    comesBack(number, new Position(places.get(number).data()));
  }

  private void comesBack(int number, Position place) {
    ResumingReader reader = new ResumingReader(node.readers(), place);
    Integer[] rest =
        IntStream.rangeClosed(number + 1, places.size()).boxed().toArray(Integer[]::new);
    try {
      await().atMost(LONG).until(() -> reader.operations().size() >= rest.length);
      assertThat(reader.numbers()).containsExactly(rest);
      assertThat(reader.operations()).containsOnly("insert");
    } finally {
      reader.leave();
    }
  }
}
