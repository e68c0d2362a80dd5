package dev.tidewatch.samples.students.control;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import dev.tidewatch.config.SampleSettings;
import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.documents.Page;
import dev.tidewatch.documents.PageQuery;
import dev.tidewatch.documents.PageRange;
import dev.tidewatch.mongo.DatabaseBulkhead;
import dev.tidewatch.mongo.Deadline;
import dev.tidewatch.mongo.LookupBatcher;
import dev.tidewatch.mongo.MongoConnection;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * The collection of students. A method with a deadline blocks, at most until then, and throws the
 * driver's exceptions. Thread-safe.
 */
@ApplicationScoped
public class Students {

  private static final FindOneAndUpdateOptions AFTER =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

  @Inject private SampleSettings settings;
  @Inject private MongoConnection mongo;
  @Inject private DatabaseBulkhead bulkhead;
  private LookupBatcher<DocumentId, BsonDocument> lookups;

  @PostConstruct
  void begin() {
    lookups = new LookupBatcher<>(bulkhead, this::find);
  }

  /** Adds a student with a new {@code _id}, even if these fields have one; returns the document. */
  public BsonDocument create(Deadline deadline, BsonDocument fields) {
    BsonDocument student = new BsonDocument("_id", DocumentId.next().value());
    fields.forEach(student::putIfAbsent);
    collection(deadline).insertOne(student);
    return student;
  }

  /**
   * Finds a student; concurrent calls share a query. Does not block. The stage fails with the
   * driver's exceptions or with TooManyCallsException.
   */
  public CompletionStage<Optional<BsonDocument>> find(DocumentId id) {
    // the database compares other values differently from Java: 5 equals 5.0
    return id.value().isString() || id.value().isObjectId()
        ? lookups.find(id)
        : bulkhead.begin(deadline -> find(deadline, id));
  }

  private Optional<BsonDocument> find(Deadline deadline, DocumentId id) {
    return first(deadline, id, (students, filter) -> students.find(filter).first());
  }

  private Map<DocumentId, BsonDocument> find(Deadline deadline, Set<DocumentId> ids) {
    Map<DocumentId, List<BsonValue>> meant = new HashMap<>();
    ids.forEach(id -> meant.put(id, id.candidates()));
    Set<BsonValue> candidates = new HashSet<>();
    meant.values().forEach(candidates::addAll);
    Map<BsonValue, BsonDocument> found = new HashMap<>();
    for (BsonDocument student : collection(deadline).find(in(candidates))) {
      found.put(student.get("_id"), student);
    }
    Map<DocumentId, BsonDocument> students = new HashMap<>();
    meant.forEach(
        (id, values) ->
            values.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(student -> students.put(id, student)));
    if (!candidates.containsAll(found.keySet())) {
      // strings that are equal only in the collection's collation
      for (DocumentId id : ids) {
        if (!students.containsKey(id)) {
          find(deadline, id).ifPresent(student -> students.put(id, student));
        }
      }
    }
    return students;
  }

  private static Bson in(Set<BsonValue> ids) {
    return new BsonDocument("_id", new BsonDocument("$in", new BsonArray(List.copyOf(ids))));
  }

  /** Sets fields of a student, each as a whole, and returns the updated document. */
  public Optional<BsonDocument> update(Deadline deadline, DocumentId id, BsonDocument fields) {
    return first(
        deadline, id, (students, filter) -> FieldUpdate.of(fields).apply(students, filter, AFTER));
  }

  /** Removes a student; false if there is none. */
  public boolean delete(Deadline deadline, DocumentId id) {
    return first(
            deadline,
            id,
            (students, filter) -> students.deleteOne(filter).getDeletedCount() > 0 ? id : null)
        .isPresent();
  }

  /** Lists students in the order of {@code _id}. */
  public Page page(Deadline deadline, PageRange range) {
    return new PageQuery(range, PageQuery.Order.ASCENDING).run(collection(deadline));
  }

  /** The first non-null result for the ids that may be meant. */
  private <T> Optional<T> first(
      Deadline deadline, DocumentId id, BiFunction<MongoCollection<BsonDocument>, Bson, T> call) {
    for (BsonValue candidate : id.candidates()) {
      // without $eq, a value that looks like an operator would be treated as one
      BsonDocument filter = new BsonDocument("_id", new BsonDocument("$eq", candidate));
      T result = call.apply(collection(deadline), filter);
      if (result != null) {
        return Optional.of(result);
      }
    }
    return Optional.empty();
  }

  private MongoCollection<BsonDocument> collection(Deadline deadline) {
    MongoNamespace ns = settings.students().get();
    return deadline.limit(
        mongo
            .client()
            .getDatabase(ns.getDatabaseName())
            .getCollection(ns.getCollectionName(), BsonDocument.class));
  }
}
