package dev.tidewatch.testing;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;

/** A database that belongs to one test class. */
public final class TestDatabase {

  private TestDatabase() {}

  /**
   * Drops every collection and view of a database, and returns it. To drop the database would have
   * each test wait for the next flush of the server's journal.
   */
  public static MongoDatabase emptied(MongoClient client, String name) {
    MongoDatabase database = client.getDatabase(name);
    for (String collection : database.listCollectionNames()) {
      if (!collection.startsWith("system.")) {
        database.getCollection(collection).drop();
      }
    }
    return database;
  }
}
