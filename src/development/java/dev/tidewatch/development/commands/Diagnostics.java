package dev.tidewatch.development.commands;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.Namespace;
import dev.tidewatch.development.documents.Unsupported;
import dev.tidewatch.development.storage.DevelopmentBackend;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Answers what a shell asks about the server and its collections: {@code db.coll.stats()}, {@code
 * db.runCommand({connectionStatus: 1})} and the like. Owned by the database's one thread.
 */
final class Diagnostics {

  private static final Set<String> STAGE_OPTIONS = Set.of("storageStats", "count");

  private final DevelopmentBackend backend;

  Diagnostics(DevelopmentBackend backend) {
    this.backend = backend;
  }

  /** There are no logins, and every client may do everything. */
  static Document connectionStatus(Document command) {
    Document info =
        new Document("authenticatedUsers", List.of()).append("authenticatedUserRoles", List.of());
    if (Documents.isTrue(command.get("showPrivileges"))) {
      info.append("authenticatedUserPrivileges", List.of());
    }
    return ok("authInfo", info);
  }

  static Document hostInfo(String address) {
    Runtime runtime = Runtime.getRuntime();
    Document system =
        new Document("currentTime", Instant.now())
            .append("hostname", address)
            .append("cpuAddrSize", 64)
            .append("memSizeMB", runtime.maxMemory() >> 20)
            .append("numCores", runtime.availableProcessors());
    Document os =
        new Document("type", System.getProperty("os.name"))
            .append("name", System.getProperty("os.name"))
            .append("version", System.getProperty("os.version"));
    return new Document("system", system)
        .append("os", os)
        .append("extra", new Document())
        .append("ok", 1.0);
  }

  static Document cmdLineOpts() {
    return new Document("argv", List.of()).append("parsed", new Document()).append("ok", 1.0);
  }

  /** There is no log that a client could read. */
  static Document log(Document command) {
    String name = Documents.string(command, "getLog");
    if (name.equals("*")) {
      return ok("names", List.of("global", "startupWarnings"));
    }
    if (!name.equals("global") && !name.equals("startupWarnings")) {
      throw new CommandError(96, "OperationFailed", "No log named '" + name + "'");
    }
    return new Document("totalLinesWritten", 0).append("log", List.of()).append("ok", 1.0);
  }

  /** There are no users and no roles. */
  static Document none(String field) {
    return ok(field, List.of());
  }

  /** The reply to collStats; of a collection that is not there, all is 0. */
  Document collStats(String database, String field, Document command) {
    String name = Documents.string(command, field);
    long scale = scale(command);
    Document reply = new Document("ns", database + "." + name);
    reply.putAll(storage(collection(database, name), scale));
    return reply.append("ok", 1.0);
  }

  /** The reply to dataSize of a whole collection; of one that is not there, all is 0. */
  Document dataSize(String field, Document command) {
    if (command.containsKey("min") || command.containsKey("max")) {
      throw CommandError.refused("dataSize of a part of a collection");
    }
    Namespace namespace = Namespace.parse(Documents.string(command, field));
    MongoCollection<?> collection = collection(namespace.database(), namespace.collection());
    Document reply = new Document();
    if (collection != null) {
      reply.append("estimate", Documents.isTrue(command.get("estimate")));
    }
    Document storage = storage(collection, 1);
    return reply
        .append("size", Documents.number(storage, "size", 0))
        .append("numObjects", Documents.number(storage, "count", 0))
        .append("millis", 0)
        .append("ok", 1.0);
  }

  /** Whether an aggregate begins with $collStats. */
  static boolean isCollStats(Document aggregate) {
    List<Document> pipeline = Documents.list(aggregate, "pipeline");
    return !pipeline.isEmpty() && pipeline.get(0).containsKey("$collStats");
  }

  /** The reply to such an aggregate. */
  Document collStatsStage(String database, Document aggregate, String address) {
    List<Document> pipeline = Documents.list(aggregate, "pipeline");
    Document stage = Documents.document(pipeline.get(0), "$collStats");
    if (!STAGE_OPTIONS.containsAll(stage.keySet())) {
      throw CommandError.refused("$collStats with more than storageStats and count");
    }
    String name = Documents.string(aggregate, "aggregate");
    Document result =
        new Document("ns", database + "." + name)
            .append("host", address)
            .append("localTime", Instant.now());
    MongoCollection<?> collection = collection(database, name);
    if (collection == null && !stage.isEmpty()) {
      throw new CommandError(
          26, "NamespaceNotFound", "Collection [" + database + "." + name + "] not found.");
    }
    if (stage.containsKey("storageStats")) {
      long scale = scale(Documents.document(stage, "storageStats"));
      result.append("storageStats", storage(collection, scale));
    }
    if (stage.containsKey("count")) {
      result.append("count", collection.count());
    }
    return ok(
        "cursor",
        new Document("id", 0L)
            .append("ns", database + "." + name)
            .append("firstBatch", through(pipeline.subList(1, pipeline.size()), database, result)));
  }

  private List<Document> through(List<Document> stages, String database, Document result) {
    return Aggregation.fromPipeline(
            Unsupported.stages(stages),
            backend::resolveDatabase,
            backend.resolveDatabase(database),
            null,
            NoopOplog.get())
        .runStagesAsStream(Stream.of(result))
        .toList();
  }

  private MongoCollection<?> collection(String database, String name) {
    return backend.resolveDatabase(database).resolveCollection(name, false);
  }

  private static long scale(Document options) {
    long scale = Documents.number(options, "scale", 1);
    if (scale < 1) {
      throw new CommandError(
          51024,
          "Location51024",
          "BSON field 'scale' value must be >= 1, actual value '" + scale + "'");
    }
    return scale;
  }

  /** In memory, what is stored is what the documents and keys take; a null collection has none. */
  private static Document storage(MongoCollection<?> collection, long scale) {
    if (collection == null) {
      return new Document("size", 0)
          .append("count", 0)
          .append("numOrphanDocs", 0)
          .append("storageSize", 0)
          .append("totalSize", 0)
          .append("nindexes", 0)
          .append("totalIndexSize", 0)
          .append("indexSizes", new Document())
          .append("scaleFactor", (int) scale);
    }
    long size = Documents.number(collection.getStats(), "size", 0);
    int count = collection.count();
    Document sizes = new Document();
    long keys = 0;
    for (Index<?> index : collection.getIndexes()) {
      keys += index.getDataSize();
      sizes.append(index.getName(), number(index.getDataSize() / scale));
    }
    Document stats = new Document("size", number(size / scale)).append("count", count);
    if (count > 0) {
      stats.append("avgObjSize", number(size / count));
    }
    return stats
        .append("numOrphanDocs", 0)
        .append("storageSize", number(size / scale))
        .append("freeStorageSize", 0)
        .append("capped", false)
        .append("nindexes", sizes.size())
        .append("indexBuilds", List.of())
        .append("totalIndexSize", number(keys / scale))
        .append("indexSizes", sizes)
        .append("totalSize", number((size + keys) / scale))
        .append("scaleFactor", (int) scale);
  }

  /** In the smallest type that holds it, as a real server. */
  private static Number number(long value) {
    if ((int) value == value) {
      return (int) value;
    }
    return value;
  }

  private static Document ok(String field, Object value) {
    return new Document(field, value).append("ok", 1.0);
  }
}
