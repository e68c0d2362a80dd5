package dev.tidewatch.development.commands;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.oplog.Oplog;
import dev.tidewatch.development.storage.DevelopmentBackend;
import dev.tidewatch.development.streams.ChangeStreamCursor;
import dev.tidewatch.development.streams.ChangeStreamPipeline;
import dev.tidewatch.development.streams.ChangeStreamSpec;
import dev.tidewatch.development.streams.ChangeStreams;
import java.util.ArrayList;
import java.util.List;

/** Opens change streams and ends cursors. */
final class StreamCommands {

  private static final int FIRST_BATCH = 101;

  private final DevelopmentBackend backend;
  private final Oplog oplog;
  private final ChangeStreams streams;

  StreamCommands(DevelopmentBackend backend, Oplog oplog, ChangeStreams streams) {
    this.backend = backend;
    this.oplog = oplog;
    this.streams = streams;
  }

  /** Whether an aggregate opens a change stream. */
  static boolean opensStream(Document aggregate) {
    List<Document> pipeline = Documents.list(aggregate, "pipeline");
    return !pipeline.isEmpty() && pipeline.get(0).containsKey("$changeStream");
  }

  Document open(String database, Document aggregate) {
    List<Document> pipeline = Documents.list(aggregate, "pipeline");
    Document options = Documents.document(aggregate, "cursor");
    if (options == null) {
      throw new CommandError(
          9,
          "FailedToParse",
          "The 'cursor' option is required, except for aggregate with the explain argument");
    }
    Document stage = Documents.document(pipeline.get(0), "$changeStream");
    ChangeStreamSpec spec = ChangeStreamSpec.of(database, aggregate.get("aggregate"), stage, oplog);
    ChangeStreamPipeline stages =
        new ChangeStreamPipeline(
            pipeline.subList(1, pipeline.size()),
            backend::resolveDatabase,
            backend.resolveDatabase(database));
    return streams.open(
        new ChangeStreamCursor(spec, stages, oplog),
        (int) Documents.number(options, "batchSize", FIRST_BATCH));
  }

  Document kill(Document command) {
    List<Long> killed = new ArrayList<>();
    List<Long> notFound = new ArrayList<>();
    if (command.get("cursors") instanceof List<?> ids) {
      for (Object id : ids) {
        long cursorId = id instanceof Number number ? number.longValue() : 0;
        (streams.kill(cursorId) || backend.forget(cursorId) ? killed : notFound).add(cursorId);
      }
    }
    return new Document("cursorsKilled", killed)
        .append("cursorsNotFound", notFound)
        .append("cursorsAlive", List.of())
        .append("cursorsUnknown", List.of())
        .append("ok", 1.0);
  }
}
