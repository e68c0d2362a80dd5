package dev.tidewatch.students.control;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.documents.Page;
import dev.tidewatch.documents.PageQuery;
import dev.tidewatch.documents.PageRange;
import dev.tidewatch.mongo.Deadline;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.mongo.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.BiFunction;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * The students' collection. Every method waits for the database, at most until its deadline, and
 * throws the driver's exceptions. Any thread.
 */
@ApplicationScoped
public class Students {

  private static final FindOneAndUpdateOptions AFTER =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

  @Inject private Settings settings;
  @Inject private MongoConnection mongo;

  /** Adds a student with a new {@code _id}, also if these fields have one; returns the document. */
  public BsonDocument create(Deadline deadline, BsonDocument fields) {
    BsonDocument student = new BsonDocument("_id", DocumentId.next().value());
    fields.forEach(student::putIfAbsent);
    collection(deadline).insertOne(student);
    return student;
  }

  /** Finds one. */
  public Optional<BsonDocument> find(Deadline deadline, DocumentId id) {
    return first(deadline, id, (students, filter) -> students.find(filter).first());
  }

  /** Sets fields of one, each as a whole, and returns the document as it is then. */
  public Optional<BsonDocument> update(Deadline deadline, DocumentId id, BsonDocument fields) {
    return first(
        deadline, id, (students, filter) -> FieldUpdate.of(fields).apply(students, filter, AFTER));
  }

  /** Removes one; false if there is none. */
  public boolean delete(Deadline deadline, DocumentId id) {
    return first(
            deadline,
            id,
            (students, filter) -> students.deleteOne(filter).getDeletedCount() > 0 ? id : null)
        .isPresent();
  }

  /** Lists them in the order of {@code _id}. */
  public Page page(Deadline deadline, PageRange range) {
    return new PageQuery(range, PageQuery.Order.ASCENDING).run(collection(deadline));
  }

  /** The first result that is not null of what may be meant by an id. */
  private <T> Optional<T> first(
      Deadline deadline, DocumentId id, BiFunction<MongoCollection<BsonDocument>, Bson, T> call) {
    for (BsonValue candidate : id.candidates()) {
      // without $eq a value that looks like an operator would be one
      BsonDocument filter = new BsonDocument("_id", new BsonDocument("$eq", candidate));
      T result = call.apply(collection(deadline), filter);
      if (result != null) {
        return Optional.of(result);
      }
    }
    return Optional.empty();
  }

  private MongoCollection<BsonDocument> collection(Deadline deadline) {
    MongoNamespace ns = settings.studentsNs();
    return deadline.limit(
        mongo
            .client()
            .getDatabase(ns.getDatabaseName())
            .getCollection(ns.getCollectionName(), BsonDocument.class));
  }
}
