package dev.tidewatch.specification;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.List;
import org.bson.BsonDocument;

/** Brings a collection into the state in which each case of a file finds it. */
final class InitialData {

  private InitialData() {}

  static void write(MongoClient client, BsonDocument data) {
    Fields.check(
        "initialData",
        data,
        fields -> {
          MongoDatabase database =
              client
                  .getDatabase(fields.text("databaseName"))
                  .withWriteConcern(WriteConcern.MAJORITY);
          String name = fields.text("collectionName");
          MongoCollection<BsonDocument> collection =
              database.getCollection(name, BsonDocument.class);
          collection.drop();
          List<BsonDocument> documents = fields.findDocuments("documents");
          if (documents.isEmpty()) {
            database.createCollection(name);
          } else {
            collection.insertMany(documents.stream().map(BsonDocument::clone).toList());
          }
        });
  }
}
