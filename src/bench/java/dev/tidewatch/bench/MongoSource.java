package dev.tidewatch.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.bson.Document;

/** Inserts documents, of about 250 bytes each, into the collection that is watched. */
final class MongoSource extends Source {

  private static final Logger DRIVER = Logger.getLogger("org.mongodb.driver");
  private static final String PAD = "x".repeat(200);

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

  /** Takes everything away that was inserted. */
  void drop() {
    database.drop();
  }

  @Override
  public void close() {
    client.close();
  }
}
