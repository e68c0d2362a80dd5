package dev.tidewatch.development;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.RenameCollectionOptions;
import com.mongodb.client.model.changestream.FullDocument;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What ends a stream ends it in the same way on the development MongoDB and on a real one. */
@NeedsRealMongo
class SameEndingsIT {

  private static final String DATABASE = "tidewatch_development_endings_it";

  @RegisterExtension static final TwoServers SERVERS = new TwoServers(DATABASE);

  @Test
  void aDrop() {
    assertSame(
        (client, watched) -> {
          watched.insertOne(new Document("_id", 1));
          watched.drop();
          watched.insertOne(new Document("_id", 2));
        });
  }

  @Test
  void aDropOfTheDatabase() {
    assertSame(
        (client, watched) -> {
          watched.insertOne(new Document("_id", 1));
          client.getDatabase(DATABASE).drop();
        });
  }

  @Test
  void aRename() {
    assertSame(
        (client, watched) -> {
          watched.insertOne(new Document("_id", 1));
          watched.renameCollection(namespace("other"));
          watched.insertOne(new Document("_id", 2));
        });
  }

  @Test
  void aRenameOntoTheWatchedCollection() {
    assertSame(
        (client, watched) -> {
          watched.insertOne(new Document("_id", 1));
          MongoDatabase database = client.getDatabase(DATABASE);
          database.getCollection("other").insertOne(new Document("_id", 2));
          database
              .getCollection("other")
              .renameCollection(
                  namespace("watched"), new RenameCollectionOptions().dropTarget(true));
        });
  }

  private interface Writes {
    void to(MongoClient client, MongoCollection<Document> watched);
  }

  private static List<BsonDocument> untilInvalidate(MongoClient client, Writes writes) {
    MongoCollection<Document> watched = Events.fresh(client, DATABASE, "watched");
    return Events.of(
        watched,
        List.of(),
        FullDocument.DEFAULT,
        () -> writes.to(client, watched),
        Events::isInvalidate);
  }

  private static MongoNamespace namespace(String collection) {
    return new MongoNamespace(DATABASE, collection);
  }

  private static void assertSame(Writes writes) {
    TwoServers.Answers<List<BsonDocument>> answers =
        SERVERS.both(client -> untilInvalidate(client, writes));

    Normalised.assertSame(answers.embedded(), answers.real());
  }
}
