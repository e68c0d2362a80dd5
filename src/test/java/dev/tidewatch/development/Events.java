package dev.tidewatch.development;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.changestream.FullDocument;
import dev.tidewatch.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Reads change events as they come off the wire, with every field and in its order. */
final class Events {

  private Events() {}

  /** Runs something and returns the events that it made in a collection, up to a last one. */
  static List<BsonDocument> of(
      MongoCollection<Document> collection,
      List<? extends Bson> pipeline,
      FullDocument fullDocument,
      Runnable writes,
      Predicate<BsonDocument> last) {
    // a first stream only takes the time: the second is read when all is written, so that what
    // updateLookup finds does not depend on who is faster
    BsonDocument start;
    try (MongoChangeStreamCursor<?> now =
        collection.watch().maxAwaitTime(1, TimeUnit.MILLISECONDS).cursor()) {
      now.tryNext();
      start = now.getResumeToken();
    }
    writes.run();
    return read(
        collection, pipeline, stream -> stream.startAfter(start).fullDocument(fullDocument), last);
  }

  /** Reads a stream up to a last event. */
  static List<BsonDocument> read(
      MongoCollection<Document> collection,
      List<? extends Bson> pipeline,
      UnaryOperator<ChangeStreamIterable<Document>> options,
      Predicate<BsonDocument> last) {
    List<BsonDocument> events = new ArrayList<>();
    ChangeStreamIterable<Document> stream = options.apply(collection.watch(pipeline));
    try (MongoCursor<BsonDocument> cursor = stream.withDocumentClass(BsonDocument.class).cursor()) {
      do {
        events.add(cursor.next());
      } while (!last.test(events.get(events.size() - 1)));
    }
    return events;
  }

  static Predicate<BsonDocument> insertOf(String id) {
    return event ->
        event.containsKey("documentKey")
            && event.getDocument("documentKey").get("_id").equals(new BsonString(id));
  }

  static boolean isInvalidate(BsonDocument event) {
    return event.getString("operationType").getValue().equals("invalidate");
  }

  static String token(BsonDocument event) {
    return event.getDocument("_id").getString("_data").getValue();
  }

  static BsonTimestamp time(BsonDocument event) {
    return event.getTimestamp("clusterTime");
  }

  static MongoCollection<Document> fresh(MongoClient client, String database, String name) {
    return TestDatabase.emptied(client, database).getCollection(name);
  }
}
