package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.source.ChangeStreamSource;
import dev.tidewatch.feed.control.source.CollectionSource;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.ChangeStreamOptions;
import dev.tidewatch.stream.WatchTarget;
import dev.tidewatch.testing.TestDatabase;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Invalid ids: cut, changed, made up. Each is refused, or is a position from which a reader gets
 * changes or a gap; no reader waits in silence. The node has nothing of it in its log, so the
 * server decides.
 */
@NeedsRealMongo
class InvalidIdsIT {

  private static final String DATABASE = "invalid_ids_it";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String DIGITS = "0123456789ABCDEF";

  private final Random random = new Random(4);
  private final List<Position> places = new ArrayList<>();
  private MongoClient client;
  private MongoCollection<Document> collection;
  private TestFeed node;

  @BeforeEach
  void writeAndStartANodeAfterwards() {
    client = MongoClients.create(RealMongo.uri());
    TestDatabase.emptied(client, DATABASE).createCollection("test");
    collection = client.getDatabase(DATABASE).getCollection("test");
    WatchTarget target = WatchTarget.collection(client, DATABASE, "test");
    try (ChangeStream before = ChangeStream.watch(target, ChangeStreamOptions.NONE)) {
      before.open();
      places.add(Position.of(before.resumeToken()));
      for (Object id : new Object[] {7.5, "abc", 1L << 60, new Document("a", 7.5), "last"}) {
        collection.insertOne(new Document("_id", id).append("n", 1));
        places.add(Change.of(before.next()).position());
      }
    }
    ChangeStreamSource source = new CollectionSource(client, collection, List.of(), options -> {});
    node = new TestFeed(source, 1).awaitLive();
    collection.insertOne(new Document("n", 2));
    await().atMost(LONG).until(() -> node.log().end() == 1);
  }

  @AfterEach
  void stop() {
    node.close();
    client.close();
  }

  @Test
  void everyBeginningOfAnIdIsAnswered() {
    List<String> ids = new ArrayList<>();
    for (Position place : places.subList(0, 4)) {
      for (int length = 0; length < place.id().length(); length++) {
        ids.add(place.id().substring(0, length));
      }
    }
    Map<String, Integer> answers = answers(ids);

    assertThat(answers.getOrDefault("refused by the node", 0)).isGreaterThan(600);
  }

  @Test
  void everyChangedIdIsAnswered() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Position place = places.get(random.nextInt(places.size()));
      StringBuilder data = new StringBuilder(place.data());
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        // the time stays: one of the future is refused before anybody is asked
        int at = 18 + random.nextInt(data.length() - 18);
        data.setCharAt(at, DIGITS.charAt(random.nextInt(16)));
      }
      ids.add(new Position(data.toString(), place.typeBits()).id());
    }
    Map<String, Integer> answers = answers(ids);

    assertThat(answers.getOrDefault("BAD_POSITION", 0)).isPositive();
    assertThat(answers.getOrDefault("gap", 0)).isPositive();
  }

  @Test
  void unexpectedTypeBitsInATokenAreHarmless() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] bits = new byte[1 + random.nextInt(5)];
      random.nextBytes(bits);
      ids.add(
          new Position(places.get(1 + random.nextInt(4)).data()).id()
              + "."
              + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    assertThat(answers(ids)).containsOnlyKeys("insert");
  }

  @Test
  void madeUpIdsAreAnswered() {
    List<String> ids = new ArrayList<>();
    String time = places.get(1).data().substring(0, 18);
    for (int i = 0; i < 200; i++) {
      StringBuilder data = new StringBuilder(i % 2 == 0 ? time : i % 3 == 0 ? "82" : "");
      for (int digits = 2 * (1 + random.nextInt(60)); digits > 0; digits--) {
        data.append(DIGITS.charAt(random.nextInt(16)));
      }
      // as a token ends, and as an id that was cut
      ids.add(new Position(data + (i % 5 == 0 ? "FF" : "04")).id());
    }

    assertThat(answers(ids).getOrDefault("BAD_POSITION", 0)).isPositive();
  }

  @Test
  void anIdOfAnotherDeploymentIsAnswered() {
    String data = places.get(2).data();
    // a collection that there is not, and a time before the oplog began
    String other = data.replaceFirst("5A1004.{32}", "5A1004" + "AB".repeat(16));
    String old = "82" + "5B09B4F600000003" + data.substring(18);

    assertThat(answers(List.of(new Position(other).id()))).doesNotContainKey("insert");
    assertThat(answers(List.of(new Position(old).id()))).doesNotContainKey("insert");
  }

  /** How many were answered in which way; all at once. */
  private Map<String, Integer> answers(List<String> ids) {
    Map<String, Answer> readers = new HashMap<>();
    Map<String, Integer> answers = new TreeMap<>();
    for (String id : ids) {
      try {
        Position place = Position.ofId(id);
        if (place.isAfter(Instant.now().plus(Duration.ofDays(1)))) {
          throw new IllegalArgumentException("as AfterParameter does");
        }
        readers.computeIfAbsent(id, same -> new Answer(place));
      } catch (IllegalArgumentException e) {
        answers.merge("refused by the node", 1, Integer::sum);
      }
    }
    long began = System.nanoTime();
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(readers)
                    .allSatisfy((id, answer) -> assertThat(answer.what).as(id).isNotNull()));
    readers.values().forEach(answer -> answers.merge(answer.what, 1, Integer::sum));
    System.out.printf(
        "%d ids, answered within %d ms: %s%n",
        ids.size(), Duration.ofNanos(System.nanoTime() - began).toMillis(), answers);
    return answers;
  }

  /** A reader until it hears something. */
  private final class Answer implements Sink {

    private volatile String what;

    Answer(Position after) {
      node.reader(this, after);
    }

    @Override
    public void send(OutboundMessage message, Consumer<Throwable> done) {
      BsonDocument first = BsonDocument.parse(message.texts().iterator().next());
      what = what == null ? first.getString("operationType").getValue() : what;
      done.accept(null);
    }

    @Override
    public void ping() {}

    @Override
    public void close(CloseReason reason) {
      what = what == null ? reason.name() : what;
    }
  }
}
