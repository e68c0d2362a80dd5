package dev.tidewatch.development;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import java.util.List;
import org.bson.BsonTimestamp;
import org.bson.Document;

/** Every kind of write to one collection, in an order that leaves nothing to chance. */
final class ChangeScript {

  /** How many documents {@link #writes} inserts last, so that a reader knows the end. */
  static final String LAST = "the last";

  private final MongoCollection<Document> collection;

  ChangeScript(MongoCollection<Document> collection) {
    this.collection = collection;
  }

  /** Inserts, updates and deletes of every kind; ends with the insert of {@link #LAST}. */
  void writes() {
    inserts();
    updates();
    UpdateOperators.CASES.forEach(update -> update.run(collection));
    replacements();
    upserts();
    findAndModifies();
    bulkWrites();
    deletes();
    collection.insertOne(new Document("_id", LAST));
  }

  private void inserts() {
    collection.insertOne(Document.parse("{b: 1, a: {z: 1, y: [1, {x: null}]}}"));
    collection.insertOne(Document.parse("{x: 1, _id: 'last in the text, first in the document'}"));
    collection.insertMany(List.of(id(11), id(12).append("x", null), id(13)));
    duplicate(List.of(id(14), id(11), id(15)), true);
    duplicate(List.of(id(16), id(11), id(17)), false);
    collection.insertOne(id("time").append("t", new BsonTimestamp()));
  }

  private void duplicate(List<Document> documents, boolean ordered) {
    try {
      collection.insertMany(documents, new InsertManyOptions().ordered(ordered));
    } catch (MongoBulkWriteException e) {
      // meant to happen: what was inserted before it, or beside it, stays
    }
  }

  private void updates() {
    collection.updateOne(eq(11), Document.parse("{$set: {x: 1}}"));
    collection.updateMany(in("_id", 11, 12, 13), Document.parse("{$inc: {w: 1}, $set: {y: 'é'}}"));
    collection.updateMany(in("_id", 11, 12), Document.parse("{$set: {y: 'é'}}"));
    collection.updateOne(eq("nobody"), Document.parse("{$set: {y: 1}}"));
  }

  private void replacements() {
    collection.replaceOne(eq(11), Document.parse("{z: 1, y: 2}"));
    collection.replaceOne(eq(11), Document.parse("{y: 2, z: 1}"));
    collection.replaceOne(eq(11), Document.parse("{y: 2, z: 1}"));
    collection.replaceOne(eq(11), Document.parse("{_id: 11, y: 2, z: 1}"));
    collection.replaceOne(eq("nobody"), Document.parse("{y: 2}"));
  }

  private void upserts() {
    UpdateOptions upsert = new UpdateOptions().upsert(true);
    Document update =
        Document.parse("{$set: {z: 1, a: 2, 'n.b': 1, 'n.a': 2}, $setOnInsert: {m: 1}}");
    collection.updateOne(Document.parse("{_id: 50, q: {$eq: 3}, g: {$gt: 3}}"), update, upsert);
    collection.updateOne(Document.parse("{_id: 50}"), update, upsert);
    collection.updateOne(Document.parse("{q: 'generated'}"), update, upsert);
    ReplaceOptions replace = new ReplaceOptions().upsert(true);
    collection.replaceOne(
        Document.parse("{_id: 51, q: 1}"), Document.parse("{z: 1, a: 2}"), replace);
    collection.replaceOne(
        Document.parse("{q: 'no such'}"), Document.parse("{z: 1, a: 2}"), replace);
  }

  private void findAndModifies() {
    collection.insertOne(id(60));
    collection.findOneAndUpdate(eq(60), Document.parse("{$set: {k: 1}}"));
    collection.findOneAndUpdate(eq(60), Document.parse("{$set: {k: 1}}"));
    collection.findOneAndReplace(eq(60), Document.parse("{r: 1}"));
    collection.findOneAndReplace(eq(60), Document.parse("{r: 1}"));
    collection.findOneAndDelete(eq(60));
    collection.findOneAndDelete(eq(60));
    collection.findOneAndUpdate(
        eq(60), Document.parse("{$set: {k: 1}}"), new FindOneAndUpdateOptions().upsert(true));
    collection.findOneAndReplace(
        eq(61), Document.parse("{k: 1}"), new FindOneAndReplaceOptions().upsert(true));
  }

  private void bulkWrites() {
    var writes =
        List.of(
            new InsertOneModel<>(id(70)),
            new InsertOneModel<>(id(71)),
            new UpdateOneModel<Document>(eq(70), Document.parse("{$set: {x: 1}}")),
            new ReplaceOneModel<>(eq(70), Document.parse("{y: 1}")),
            new UpdateManyModel<Document>(in("_id", 70, 71), Document.parse("{$set: {z: 1}}")),
            new DeleteOneModel<Document>(eq(70)),
            new UpdateOneModel<Document>(eq(71), Document.parse("{$inc: {z: 1}, $set: {q: 0}}")));
    collection.bulkWrite(writes);
    try {
      collection.bulkWrite(
          List.of(
              new UpdateOneModel<>(eq(71), Document.parse("{$push: {z: 1}}")),
              new DeleteOneModel<>(eq(71))),
          new BulkWriteOptions().ordered(true));
    } catch (MongoBulkWriteException e) {
      // meant to happen: z is no array, and what follows in order is not done
    }
  }

  private void deletes() {
    collection.deleteOne(eq(11));
    collection.deleteOne(eq(11));
    collection.deleteMany(in("_id", 12, 13, 14));
  }

  private static Document id(Object id) {
    return new Document("_id", id);
  }
}
