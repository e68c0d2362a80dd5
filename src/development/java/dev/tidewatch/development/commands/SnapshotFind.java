package dev.tidewatch.development.commands;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.IdOrder;
import dev.tidewatch.development.documents.Namespace;
import dev.tidewatch.development.oplog.Oplog;
import dev.tidewatch.development.oplog.PastDocuments;
import dev.tidewatch.development.storage.DevelopmentBackend;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Answers a find with the read concern {@code snapshot}: what a collection held at a moment, in the
 * order of {@code _id} if that is asked for. Owned by the database's one thread, so nothing is
 * written while it reads.
 */
final class SnapshotFind {

  private static final Document BY_ID = new Document("_id", 1);
  private static final int FIRST_BATCH = 101;
  private static final int MAX_BYTES = 16 << 20;

  /** What it heeds, and what makes no difference here. */
  private static final Set<String> OPTIONS =
      Set.of(
          "find",
          "filter",
          "sort",
          "limit",
          "batchSize",
          "singleBatch",
          "projection",
          "min",
          "hint",
          "collectionUUID",
          "readConcern",
          "showRecordId",
          "maxTimeMS",
          "comment",
          "noCursorTimeout",
          "lsid",
          "$db",
          "$clusterTime",
          "$readPreference");

  private final DevelopmentBackend backend;
  private final Oplog oplog;

  SnapshotFind(DevelopmentBackend backend, Oplog oplog) {
    this.backend = backend;
    this.oplog = oplog;
  }

  /** Whether a find is one of these. */
  static boolean isAsked(Document command) {
    Document readConcern = Documents.document(command, "readConcern");
    return readConcern != null && "snapshot".equals(readConcern.get("level"));
  }

  Document reply(String database, Document command) {
    Namespace namespace = new Namespace(database, Documents.string(command, "find"));
    check(command, namespace);
    Object given = Documents.document(command, "readConcern").get("atClusterTime");
    BsonTimestamp moment = given instanceof BsonTimestamp time ? time : oplog.moment();
    MongoCollection<?> collection = collection(namespace, command.get("collectionUUID"));
    PastDocuments past = new PastDocuments(oplog, namespace, moment);
    List<Document> found =
        found(past.of(collection == null ? Stream.of() : collection.queryAllAsStream()), command);
    if (!found.isEmpty() && Documents.isTrue(command.get("showRecordId"))) {
      throw CommandError.refused("showRecordId");
    }
    int size = (int) Documents.number(command, "batchSize", FIRST_BATCH);
    int end = end(found, size);
    long rest =
        end == found.size() || Documents.isTrue(command.get("singleBatch"))
            ? 0
            : backend.keep(found.subList(end, found.size()));
    return new Document(
            "cursor",
            new Document("firstBatch", found.subList(0, end))
                .append("id", rest)
                .append("ns", namespace.toString())
                .append("atClusterTime", moment))
        .append("ok", 1.0);
  }

  private static void check(Document command, Namespace namespace) {
    for (String option : command.keySet()) {
      if (!OPTIONS.contains(option)) {
        throw CommandError.refused(option + " in a snapshot read");
      }
    }
    if (namespace.internal()) {
      throw CommandError.refused("snapshot reads of " + namespace);
    }
    for (String option : List.of("sort", "hint", "projection")) {
      Document value = Documents.document(command, option);
      if (value != null && !value.isEmpty() && !isById(value)) {
        throw CommandError.refused(option + " in a snapshot read, except by _id");
      }
    }
  }

  private static boolean isById(Document value) {
    return value.keySet().equals(BY_ID.keySet())
        && value.get("_id") instanceof Number number
        && number.doubleValue() == 1;
  }

  /** The collection, if it is the one that is meant; null if there is none. */
  private MongoCollection<?> collection(Namespace namespace, Object uuid) {
    MongoCollection<?> collection =
        backend
            .resolveDatabase(namespace.database())
            .resolveCollection(namespace.collection(), false);
    if (uuid != null && (collection == null || !uuid.equals(collection.getUuid()))) {
      throw new CommandError(
          361, "CollectionUUIDMismatch", "Collection UUID does not match that specified");
    }
    return collection;
  }

  /** How many documents a batch of that size holds: at least one, and at most 16 MiB of them. */
  private static int end(List<Document> found, int batchSize) {
    int most = Math.min(batchSize, found.size());
    long bytes = 0;
    for (int i = 0; i < most; i++) {
      bytes += Documents.encode(found.get(i)).length;
      if (bytes > MAX_BYTES && i > 0) {
        return i;
      }
    }
    return most;
  }

  private static List<Document> found(Stream<Document> documents, Document command) {
    Document filter = Documents.document(command, "filter");
    Document min = Documents.document(command, "min");
    Stream<Document> found = documents;
    if (min != null) {
      Object first = min.get("_id");
      found = found.filter(d -> IdOrder.ASCENDING.compare(d.get("_id"), first) >= 0);
    }
    if (filter != null && !filter.isEmpty()) {
      QueryMatcher matcher = new DefaultQueryMatcher();
      found = found.filter(d -> matcher.matches(d, filter));
    }
    Document sort = Documents.document(command, "sort");
    if (sort != null && !sort.isEmpty()) {
      found = found.sorted(Comparator.comparing(d -> d.get("_id"), IdOrder.ASCENDING));
    }
    long limit = Documents.number(command, "limit", 0);
    found = limit == 0 ? found : found.limit(limit);
    return command.get("projection") == null
        ? found.toList()
        : found.map(d -> new Document("_id", d.get("_id"))).toList();
  }
}
