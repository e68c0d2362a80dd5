package dev.tidewatch.samples.students.control;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/**
 * Sets fields of a document. {@code $set} is used if possible, because its change event names
 * exactly those fields. It treats {@code a.b} as the field b within a, and refuses the empty name,
 * although both are plain keys in JSON. If there is such a key, the document is merged with the
 * fields instead, which treats names literally.
 */
sealed interface FieldUpdate {

  /** Applies the update; returns the updated document, or null if there is none. */
  BsonDocument apply(
      MongoCollection<BsonDocument> students, Bson filter, FindOneAndUpdateOptions options);

  /** The update for these fields, at least one and no {@code _id}. */
  static FieldUpdate of(BsonDocument fields) {
    boolean plain = fields.keySet().stream().noneMatch(n -> n.isEmpty() || n.contains("."));
    return plain ? new Set(fields) : new Merge(fields);
  }

  /** By {@code $set}. */
  record Set(BsonDocument fields) implements FieldUpdate {

    @Override
    public BsonDocument apply(
        MongoCollection<BsonDocument> students, Bson filter, FindOneAndUpdateOptions options) {
      return students.findOneAndUpdate(filter, new BsonDocument("$set", fields), options);
    }
  }

  /** By a pipeline. */
  record Merge(BsonDocument fields) implements FieldUpdate {

    @Override
    public BsonDocument apply(
        MongoCollection<BsonDocument> students, Bson filter, FindOneAndUpdateOptions options) {
      BsonArray documents =
          new BsonArray(List.of(new BsonString("$$ROOT"), new BsonDocument("$literal", fields)));
      BsonDocument merged = new BsonDocument("$mergeObjects", documents);
      return students.findOneAndUpdate(
          filter, List.of(new BsonDocument("$replaceWith", merged)), options);
    }
  }
}
