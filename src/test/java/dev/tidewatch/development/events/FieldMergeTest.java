package dev.tidewatch.development.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import dev.tidewatch.development.DevelopmentMongo;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names with dots, which mongo-java-server stores but cannot update. */
class FieldMergeTest {

  private static final FindOneAndUpdateOptions AFTER =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

  private final DevelopmentMongo mongo = DevelopmentMongo.start(0);
  private final MongoClient client = MongoClients.create(mongo.uri());
  private final MongoCollection<BsonDocument> collection =
      client.getDatabase("test").getCollection("test", BsonDocument.class);

  @BeforeEach
  void insert() {
    collection.insertOne(BsonDocument.parse("{_id: 1, 'a.b': 1, c: 2}"));
  }

  @AfterEach
  void close() {
    client.close();
    mongo.close();
  }

  @Test
  void fieldsOfAnyNameAreMergedAndTheChangeEventListsThem() {
    try (var events = collection.watch().cursor()) {
      BsonDocument unchanged = merge("{'a.b': 1}");
      BsonDocument after = merge("{'a.b': '$c', '': {$x: 1}, c: 2, '.': 3}");

      String expected = "{_id: 1, 'a.b': '$c', c: 2, '': {$x: 1}, '.': 3}";
      assertThat(unchanged).isEqualTo(BsonDocument.parse("{_id: 1, 'a.b': 1, c: 2}"));
      assertThat(after).isEqualTo(BsonDocument.parse(expected));
      assertThat(collection.find()).containsExactly(after);
      assertThat(events.next().getUpdateDescription().getUpdatedFields())
          .isEqualTo(BsonDocument.parse("{'a.b': '$c', '': {$x: 1}, '.': 3}"));
    }
    assertThat(collection.findOneAndUpdate(Filters.eq(2), stages("{a: 1}"))).isNull();
  }

  @Test
  void wholeFieldsOfADocumentWithADotInANameAreSet() {
    BsonDocument set = BsonDocument.parse("{$set: {z: 1, c: 3, b: 0}}");

    assertThat(collection.findOneAndUpdate(Filters.eq(1), set, AFTER))
        .isEqualTo(BsonDocument.parse("{_id: 1, 'a.b': 1, c: 3, b: 0, z: 1}"));
  }

  @Test
  void indexesHoldForItToo() {
    collection.createIndex(Indexes.ascending("c"), new IndexOptions().unique(true));
    collection.insertOne(BsonDocument.parse("{_id: 2, c: 7}"));

    assertThatThrownBy(() -> merge("{c: 7}")).isInstanceOf(MongoException.class);
    merge("{c: 8}");
    assertThat(collection.find(Filters.eq("c", 8)).first()).isNotNull();
    assertThat(collection.find(Filters.eq("c", 2)).first()).isNull();
  }

  @Test
  void anyOtherPipelineIsRefused() {
    for (String stage : List.of("{$set: {a: 1}}", "{$replaceWith: {$mergeObjects: ['$$ROOT']}}")) {
      assertThatThrownBy(
              () -> collection.findOneAndUpdate(Filters.eq(1), List.of(BsonDocument.parse(stage))))
          .hasMessageContaining("has no updates by a pipeline");
    }
  }

  private BsonDocument merge(String fields) {
    return collection.findOneAndUpdate(Filters.eq(1), stages(fields), AFTER);
  }

  private static List<BsonDocument> stages(String fields) {
    return List.of(
        BsonDocument.parse(
            "{$replaceWith: {$mergeObjects: ['$$ROOT', {$literal: " + fields + "}]}}"));
  }
}
