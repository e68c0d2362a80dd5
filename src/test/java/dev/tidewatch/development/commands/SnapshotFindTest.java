package dev.tidewatch.development.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import dev.tidewatch.development.DevelopmentMongo;
import dev.tidewatch.development.oplog.OplogLimits;
import dev.tidewatch.query.value.RawValue;
import dev.tidewatch.query.value.ValueOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A find of the development MongoDB at a moment has what the collection had then. */
class SnapshotFindTest {

  private static final Comparator<BsonDocument> BY_ID =
      Comparator.comparing(d -> d.get("_id"), SnapshotFindTest::compare);

  private final Random random = new Random();
  private DevelopmentMongo mongo;
  private MongoClient client;
  private MongoDatabase database;
  private MongoCollection<BsonDocument> collection;

  @BeforeEach
  void connect() {
    connect(OplogLimits.DEFAULT);
  }

  private void connect(OplogLimits limits) {
    mongo = DevelopmentMongo.start(0, limits);
    client = MongoClients.create(mongo.uri());
    database = client.getDatabase("test");
    collection = database.getCollection("c", BsonDocument.class);
  }

  @AfterEach
  void disconnect() {
    client.close();
    mongo.close();
  }

  @Test
  void everyMomentIsReadAsItWas() {
    Map<BsonTimestamp, List<BsonDocument>> moments = new LinkedHashMap<>();
    for (int i = 0; i < 300; i++) {
      write(i);
      // what others hold does not matter
      database.getCollection("d").insertOne(new org.bson.Document());
      moments.put(moment(), sorted(collection.find().into(new ArrayList<>())));
    }

    moments.forEach(
        (moment, documents) -> {
          assertThat(read(find(moment).append("sort", order()))).isEqualTo(documents);
          assertThat(pages(moment, 7)).isEqualTo(documents);
        });
    assertThat(moments).hasSize(300);
  }

  @Test
  void aQueryIsOfTheDocumentsOfThen() {
    collection.insertMany(
        List.of(document(1, "open"), document(2, "paid"), document(3, "open"), document(4, "x")));
    BsonTimestamp moment = moment();
    collection.updateOne(id(1), Updates.set("status", "paid"));
    collection.updateOne(id(2), Updates.set("status", "open"));
    collection.deleteOne(id(3));

    BsonDocument open = BsonDocument.parse("{status: 'open'}");
    BsonDocument beyond = BsonDocument.parse("{$expr: {$gt: ['$_id', {$literal: 1}]}}");
    assertThat(read(find(moment).append("filter", open)))
        .extracting(d -> d.getInt32("_id"))
        .containsExactlyInAnyOrder(new BsonInt32(1), new BsonInt32(3));
    BsonDocument both = new BsonDocument("$and", new BsonArray(List.of(beyond, open)));
    assertThat(read(find(moment).append("filter", both))).containsExactly(document(3, "open"));
  }

  @Test
  void theRestOfABatchIsReadAsItWas() {
    collection.insertMany(List.of(document(1, "a"), document(2, "a"), document(3, "a")));
    BsonDocument cursor =
        run(find(moment()).append("sort", order()).append("batchSize", new BsonInt32(1)));
    collection.updateMany(new BsonDocument(), Updates.set("status", "b"));

    BsonDocument more =
        database
            .runCommand(
                new BsonDocument("getMore", cursor.get("id"))
                    .append("collection", new BsonString("c")),
                BsonDocument.class)
            .getDocument("cursor");
    assertThat(cursor.getArray("firstBatch")).containsExactly(document(1, "a"));
    assertThat(more.getArray("nextBatch")).containsExactly(document(2, "a"), document(3, "a"));
    assertThat(more.getInt64("id").getValue()).isZero();
  }

  @Test
  void aCollectionIsKnownByItsUuid() {
    collection.insertOne(document(1, "a"));
    BsonValue uuid = uuid();
    BsonTimestamp moment = moment();
    assertThat(read(find(moment).append("collectionUUID", uuid))).hasSize(1);

    collection.drop();
    collection.insertOne(document(2, "a"));
    assertThat(uuid()).isNotEqualTo(uuid);
    assertFails(361, find(moment()).append("collectionUUID", uuid));
  }

  @Test
  void aMomentThatCannotBeHadIsRefused() {
    BsonTimestamp before = moment();
    collection.insertOne(document(1, "a"));
    BsonTimestamp moment = moment();
    database.getCollection("other").insertOne(new org.bson.Document());
    assertThat(read(find(before))).isEmpty();
    assertThat(read(find(moment))).hasSize(1);

    assertFails(72, find(new BsonTimestamp(moment.getTime() + 3600, 1)));
    assertFails(239, find(new BsonTimestamp(moment.getTime() - 3600, 1)));
    database.drop();
    assertFails(239, find(moment));
    assertThat(read(find(moment()))).isEmpty();
    collection.insertOne(document(1, "a"));
    moment = moment();
    collection.renameCollection(new com.mongodb.MongoNamespace("test", "renamed"));
    assertFails(239, find(moment));
  }

  @Test
  void aMomentBeforeTheHistoryIsRefused() {
    disconnect();
    connect(new OplogLimits(3, 1 << 20));
    collection.insertOne(document(0, "a"));
    BsonTimestamp moment = moment();
    for (int i = 1; i <= 3; i++) {
      collection.insertOne(document(i, "a"));
      assertThat(read(find(moment))).hasSize(1);
    }
    collection.insertOne(document(4, "a"));
    assertFails(239, find(moment));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{find: 'c', sort: {x: 1}}",
        "{find: 'c', sort: {_id: -1}}",
        "{find: 'c', hint: {x: 1}}",
        "{find: 'c', max: {_id: 1}, hint: {_id: 1}}",
        "{find: 'c', skip: 1}",
        "{find: 'c', tailable: true}",
        "{find: 'c', projection: {x: 1}}",
        "{find: 'c', showRecordId: true}",
        "{find: 'c', filter: {$where: '1'}}",
        "{aggregate: 'c', pipeline: [], cursor: {}}",
        "{distinct: 'c', key: 'x'}"
      })
  void whatItCannotDoAtAMomentIsRefused(String command) {
    collection.insertOne(document(1, "a"));
    BsonDocument asked = BsonDocument.parse(command);
    asked.append("readConcern", BsonDocument.parse("{level: 'snapshot'}"));
    assertFails(238, asked);
  }

  private void write(int i) {
    BsonDocument filter = new BsonDocument("_id", id(random.nextInt(40), random.nextInt(2)));
    BsonValue value = new BsonInt32(i);
    switch (random.nextInt(8)) {
      case 0 -> collection.deleteOne(filter);
      case 1 -> collection.deleteMany(BsonDocument.parse("{n: {$mod: [17, 3]}}"));
      case 2 -> collection.updateOne(filter, Updates.set("n", value));
      case 3 -> collection.updateMany(new BsonDocument(), Updates.unset("text"));
      case 4 -> collection.findOneAndDelete(filter);
      case 5 ->
          collection.findOneAndUpdate(
              filter, Updates.inc("n", 1), new FindOneAndUpdateOptions().upsert(true));
      default ->
          collection.replaceOne(
              filter,
              filter.clone().append("n", value).append("text", new BsonString("t" + i)),
              new ReplaceOptions().upsert(true));
    }
  }

  /** Ids of several types, of which some are equal to MongoDB and others are not. */
  private static BsonValue id(int n, int form) {
    return switch (n % 6) {
      case 0 -> form == 0 ? new BsonInt32(n) : new BsonDouble(n);
      case 1 -> new BsonString("s" + n);
      case 2 -> new BsonString((form == 0 ? "\ud83d\ude00" : "\uffee") + n);
      case 3 -> new BsonDocument("n", new BsonInt32(n));
      case 4 -> new BsonDateTime(n * 1000L);
      default ->
          form == 0
              ? new BsonObjectId(new ObjectId("%024x".formatted(n)))
              : BsonBoolean.valueOf(n % 4 == 1);
    };
  }

  /** Reads page after page as Tidewatch does: the last one of a page comes once more. */
  private List<BsonDocument> pages(BsonTimestamp moment, int size) {
    List<BsonDocument> all = new ArrayList<>();
    while (true) {
      BsonDocument find = find(moment).append("sort", order()).append("limit", new BsonInt32(size));
      if (!all.isEmpty()) {
        BsonValue last = all.remove(all.size() - 1).get("_id");
        find.append("min", new BsonDocument("_id", last)).append("hint", order());
      }
      List<BsonDocument> page = read(find);
      all.addAll(page);
      if (page.size() < size) {
        return all;
      }
    }
  }

  private BsonTimestamp moment() {
    return run(find(null)).getTimestamp("atClusterTime");
  }

  private static BsonDocument find(BsonTimestamp moment) {
    BsonDocument readConcern = BsonDocument.parse("{level: 'snapshot'}");
    if (moment != null) {
      readConcern.append("atClusterTime", moment);
    }
    return new BsonDocument("find", new BsonString("c"))
        .append("batchSize", new BsonInt32(1000))
        .append("readConcern", readConcern);
  }

  private List<BsonDocument> read(BsonDocument find) {
    return run(find).getArray("firstBatch").stream().map(BsonValue::asDocument).toList();
  }

  private BsonDocument run(BsonDocument find) {
    return database.runCommand(find, BsonDocument.class).getDocument("cursor");
  }

  private void assertFails(int code, BsonDocument command) {
    assertThatThrownBy(() -> database.runCommand(command))
        .isInstanceOfSatisfying(
            MongoCommandException.class, e -> assertThat(e.getErrorCode()).isEqualTo(code));
  }

  private BsonValue uuid() {
    return database
        .runCommand(
            BsonDocument.parse("{listCollections: 1, filter: {name: 'c'}}"), BsonDocument.class)
        .getDocument("cursor")
        .getArray("firstBatch")
        .get(0)
        .asDocument()
        .getDocument("info")
        .get("uuid");
  }

  private static List<BsonDocument> sorted(List<BsonDocument> documents) {
    documents.sort(BY_ID);
    return documents;
  }

  private static int compare(BsonValue id, BsonValue other) {
    return ValueOrder.compare(RawValue.alone(id), RawValue.alone(other));
  }

  private static BsonDocument order() {
    return new BsonDocument("_id", new BsonInt32(1));
  }

  private static BsonDocument id(int id) {
    return new BsonDocument("_id", new BsonInt32(id));
  }

  private static BsonDocument document(int id, String status) {
    return id(id).append("status", new BsonString(status));
  }
}
