package dev.tidewatch.feed.control.view;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Inserts, updates, replaces and deletes random documents, alone and in transactions, and drops.
 */
public final class RandomWriter {

  private static final String[] COLLECTIONS = {"one", "two"};

  private final MongoClient client;
  private final MongoDatabase database;
  private final Random random;
  private final RandomDocuments made;
  // what the server has, by collection and id
  private final Map<String, Map<String, BsonDocument>> documents = new HashMap<>();

  /** A writer to an empty database. */
  public RandomWriter(MongoClient client, String database, Random random) {
    this.client = client;
    this.database = client.getDatabase(database);
    this.random = random;
    this.made = new RandomDocuments(random);
    for (String collection : COLLECTIONS) {
      create(collection);
    }
  }

  private void create(String collection) {
    database.createCollection(
        collection,
        new CreateCollectionOptions()
            .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true)));
    documents.put(collection, new HashMap<>());
  }

  /** Writes once. */
  public void write() {
    int kind = random.nextInt(100);
    if (kind == 0) {
      String collection = made.any(COLLECTIONS);
      database.getCollection(collection).drop();
      create(collection);
    } else if (kind < 20) {
      transaction();
    } else {
      String collection = made.any(COLLECTIONS);
      Write write = write(documents.get(collection));
      write.run(null, collection(collection));
      write.keep(documents.get(collection));
    }
  }

  /** Inserts a document that everybody who waits for the end looks for. */
  public BsonString writeEnd() {
    BsonString id = new BsonString("end-" + random.nextLong());
    collection(COLLECTIONS[0]).insertOne(new BsonDocument("_id", id));
    documents.get(COLLECTIONS[0]).put(id.getValue(), new BsonDocument("_id", id));
    return id;
  }

  private MongoCollection<BsonDocument> collection(String name) {
    return database.getCollection(name, BsonDocument.class);
  }

  private void transaction() {
    Map<String, Map<String, BsonDocument>> later = new HashMap<>();
    List<Runnable> writes = new ArrayList<>();
    try (ClientSession session = client.startSession()) {
      documents.forEach((name, known) -> later.put(name, new HashMap<>(known)));
      for (int i = 0; i < 2 + random.nextInt(5); i++) {
        String collection = made.any(COLLECTIONS);
        Write write = write(later.get(collection));
        write.keep(later.get(collection));
        writes.add(() -> write.run(session, collection(collection)));
      }
      session.withTransaction(
          () -> {
            writes.forEach(Runnable::run);
            return null;
          });
      documents.putAll(later);
    }
  }

  /** A write of one document; after is null for a delete. */
  private record Write(String kind, String id, BsonDocument after) {

    void run(ClientSession session, MongoCollection<BsonDocument> collection) {
      BsonDocument filter = new BsonDocument("_id", new BsonString(id));
      // the server finds out what an update changes
      List<BsonDocument> update =
          after == null
              ? null
              : List.of(new BsonDocument("$replaceWith", new BsonDocument("$literal", after)));
      switch (kind) {
        case "insert" -> {
          if (session == null) {
            collection.insertOne(after);
          } else {
            collection.insertOne(session, after);
          }
        }
        case "replace" -> {
          if (session == null) {
            collection.replaceOne(filter, after);
          } else {
            collection.replaceOne(session, filter, after);
          }
        }
        case "update" -> {
          if (session == null) {
            collection.updateOne(filter, update);
          } else {
            collection.updateOne(session, filter, update);
          }
        }
        default -> {
          if (session == null) {
            collection.deleteOne(filter);
          } else {
            collection.deleteOne(session, filter);
          }
        }
      }
    }

    void keep(Map<String, BsonDocument> known) {
      if (after == null) {
        known.remove(id);
      } else {
        known.put(id, after);
      }
    }
  }

  private Write write(Map<String, BsonDocument> known) {
    List<String> ids = known.keySet().stream().filter(id -> id.startsWith("I")).sorted().toList();
    if (ids.isEmpty() || ids.size() < 8 && random.nextInt(3) == 0) {
      String id = made.canary("I");
      return new Write("insert", id, made.document(id));
    }
    String id = ids.get(random.nextInt(ids.size()));
    int kind = random.nextInt(10);
    if (kind < 2) {
      return new Write("delete", id, null);
    }
    return kind < 3
        ? new Write("replace", id, made.document(id))
        : new Write("update", id, made.edited(known.get(id)));
  }
}
