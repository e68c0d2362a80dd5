package dev.tidewatch.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ExplainVerbosity;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A page is read along the index, wherever it begins. */
@NeedsRealMongo
class PageQueryIT {

  private static final String DATABASE = "page_query_it";
  private static final int COUNT = 20_000;

  private static MongoClient client;
  private static MongoCollection<BsonDocument> collection;

  @BeforeAll
  static void insert() {
    client = MongoClients.create(RealMongo.uri());
    client.getDatabase(DATABASE).drop();
    collection = client.getDatabase(DATABASE).getCollection("students", BsonDocument.class);
    collection.insertMany(
        IntStream.range(0, COUNT)
            .mapToObj(n -> n % 2 == 0 ? new BsonInt32(n) : new BsonString(String.format("%06d", n)))
            .map(id -> new BsonDocument("_id", id))
            .toList());
  }

  @AfterAll
  static void drop() {
    client.getDatabase(DATABASE).drop();
    client.close();
  }

  @Test
  void aPageReadsNoMoreKeysAndDocumentsThanItHolds() {
    for (BsonValue after :
        List.of(
            new BsonInt32(-1),
            new BsonInt32(COUNT / 2),
            new BsonInt32(COUNT),
            new BsonString("000000"),
            new BsonString("019000"))) {
      assertReadsNoMore(PageQuery.Order.ASCENDING, after);
    }
    for (BsonValue after :
        List.of(
            new BsonString("~"),
            new BsonString("019000"),
            new BsonString("000000"),
            new BsonInt32(COUNT / 2))) {
      assertReadsNoMore(PageQuery.Order.DESCENDING, after);
    }
  }

  private static void assertReadsNoMore(PageQuery.Order order, BsonValue after) {
    Document explained =
        new PageQuery(new PageRange(100, 0, new DocumentId(after)), order)
            .on(collection.withDocumentClass(RawBsonDocument.class))
            .explain(ExplainVerbosity.EXECUTION_STATS);

    Document stats = explained.get("executionStats", Document.class);
    assertThat(stats.getInteger("nReturned")).as("%s after %s", order, after).isEqualTo(101);
    assertThat(stats.getInteger("totalKeysExamined")).isLessThanOrEqualTo(102);
    assertThat(stats.getInteger("totalDocsExamined")).isLessThanOrEqualTo(102);
    assertThat(explained.get("queryPlanner", Document.class).get("winningPlan").toString())
        .contains("IXSCAN")
        .doesNotContain("COLLSCAN", "SKIP", "stage=SORT");
  }

  @Test
  void aPageOfLargeDocumentsEndsBeforeItsLimitAndSaysSo() {
    MongoCollection<BsonDocument> large =
        client.getDatabase(DATABASE).getCollection("large", BsonDocument.class);
    for (int n = 0; n < 4; n++) {
      BsonDocument document = new BsonDocument("_id", new BsonInt32(n));
      large.insertOne(document.append("text", new BsonString("x".repeat(5 << 20))));
    }

    Page first = ascending(null).run(large);
    assertThat(first.documents()).hasSize(2);
    assertThat(first.next()).isEqualTo(new DocumentId(new BsonInt32(1)));
    Page second = ascending(first.next()).run(large);
    assertThat(second.documents()).hasSize(2);
    assertThat(second.next()).isNull();
  }

  private static PageQuery ascending(DocumentId after) {
    return new PageQuery(new PageRange(1000, 0, after), PageQuery.Order.ASCENDING);
  }
}
