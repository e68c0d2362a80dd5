package dev.tidewatch.specification;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.RenameCollectionOptions;
import dev.tidewatch.stream.WatchTarget;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A collection, by a client of the case. */
record CollectionEntity(DatabaseEntity database, String name) implements Entity {

  @Override
  public Result run(String operation, Fields arguments) {
    switch (operation) {
      case "createChangeStream" -> {
        return StreamEntity.open(
            WatchTarget.collection(database.client().client(), database.name(), name), arguments);
      }
      // the driver adds an _id to the document that it is given
      case "insertOne" -> collection().insertOne(document(arguments, "document").clone());
      case "updateOne" -> updateOne(arguments);
      case "replaceOne" ->
          collection()
              .replaceOne(document(arguments, "filter"), document(arguments, "replacement"));
      case "deleteOne" -> collection().deleteOne(document(arguments, "filter"));
      case "createIndex" ->
          collection()
              .createIndex(
                  document(arguments, "keys"), new IndexOptions().name(arguments.text("name")));
      case "dropIndex" -> collection().dropIndex(arguments.text("name"));
      case "rename" -> rename(arguments);
      default -> throw Entity.unknown("collection", operation);
    }
    return Result.NOTHING;
  }

  private MongoCollection<BsonDocument> collection() {
    return database.database().getCollection(name, BsonDocument.class);
  }

  private static BsonDocument document(Fields arguments, String argument) {
    return arguments.get(argument, BsonDocument.class);
  }

  private void updateOne(Fields arguments) {
    BsonDocument filter = document(arguments, "filter");
    BsonValue update = arguments.get("update", BsonValue.class);
    if (update instanceof BsonArray stages) {
      collection().updateOne(filter, stages.stream().map(BsonValue::asDocument).toList());
    } else {
      collection().updateOne(filter, update.asDocument());
    }
  }

  private void rename(Fields arguments) {
    RenameCollectionOptions options = new RenameCollectionOptions();
    arguments.findFlag("dropTarget").ifPresent(options::dropTarget);
    collection()
        .renameCollection(new MongoNamespace(database.name(), arguments.text("to")), options);
  }
}
