package dev.tidewatch.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.bson.Document;

/** Inserts documents, of about 250 bytes each, into the collection that is watched. */
final class MongoSource extends Source {

  private static final Logger DRIVER = Logger.getLogger("org.mongodb.driver");
  static final String PAD = "x".repeat(200);

  static {
    DRIVER.setLevel(Level.SEVERE);
  }

  private final MongoClient client;
  private final MongoDatabase database;
  private final MongoCollection<Document> collection;

  MongoSource(String uri, String databaseName, String name) {
    client = MongoClients.create(uri);
    database = client.getDatabase(databaseName);
    collection = database.getCollection(name);
  }

  @Override
  void make(int first, int count) {
    collection.insertMany(
        IntStream.range(first, first + count)
            .mapToObj(n -> new Document("m", Marker.now(n)).append("tag", "").append("pad", PAD))
            .toList());
  }

  /** Creates the collection that the environment names anew, with images, which rules need. */
  public static void main(String[] args) {
    String[] ns = System.getenv("TIDEWATCH_NS").split("\\.", 2);
    try (MongoSource mongo = new MongoSource(System.getenv("TIDEWATCH_MONGO"), ns[0], ns[1])) {
      mongo.drop();
      mongo.database.createCollection(
          ns[1],
          new CreateCollectionOptions()
              .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true)));
    }
  }

  /** Changes of documents of which each has an owner. */
  OwnedDocuments owned() {
    return new OwnedDocuments(collection);
  }

  /** Takes everything away that was inserted. */
  void drop() {
    database.drop();
  }

  @Override
  public void close() {
    client.close();
  }
}
