package dev.tidewatch.development.streams;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.FieldOrder;
import dev.tidewatch.development.documents.PipelineStages;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The client's stages after $changeStream, run on each event by itself. */
public final class ChangeStreamPipeline {

  private static final Set<String> PERMITTED =
      Set.of(
          "$addFields",
          "$match",
          "$project",
          "$redact",
          "$replaceRoot",
          "$replaceWith",
          "$set",
          "$unset");

  /** Has nothing to do here: what is too large to be sent is refused when it comes. */
  private static final String SPLIT = "$changeStreamSplitLargeEvent";

  private final DatabaseResolver databases;
  private final MongoDatabase database;
  private final List<UnaryOperator<Document>> stages = new ArrayList<>();

  /** Reads the stages; refuses those that a change stream may not have. */
  public ChangeStreamPipeline(
      List<Document> stages, DatabaseResolver databases, MongoDatabase database) {
    this.databases = databases;
    this.database = database;
    for (int i = 0; i < stages.size(); i++) {
      Document stage = stages.get(i);
      String name = stage.isEmpty() ? "" : stage.keySet().iterator().next();
      boolean splitsLast = name.equals(SPLIT) && i == stages.size() - 1;
      if (!splitsLast) {
        this.stages.add(stage(name, stage));
      }
    }
  }

  /** A stage as a function that returns null for an event which it filters out. */
  private UnaryOperator<Document> stage(String name, Document stage) {
    boolean permitted = PERMITTED.contains(name) && stage.size() == 1;
    Document understood = permitted ? PipelineStages.understood(name, stage.get(name)) : stage;
    // an unknown stage, or one with several names, is an error here
    Aggregation aggregation =
        Aggregation.fromPipeline(List.of(understood), databases, database, null, NoopOplog.get());
    if (!permitted) {
      throw new CommandError(
          20, "IllegalOperation", name + " is not permitted in a $changeStream pipeline");
    }
    UnaryOperator<Document> run =
        event -> aggregation.runStagesAsStream(Stream.of(event)).findFirst().orElse(null);
    if (!name.equals("$project")) {
      return run;
    }
    Document projection = Documents.document(understood, name);
    return event -> {
      Document result = run.apply(event.cloneDeeply());
      FieldOrder.afterProjection(projection, event, result);
      return result;
    };
  }

  boolean isEmpty() {
    return stages.isEmpty();
  }

  /** What the stages make of an event, which they may change; null if they filter it out. */
  Document apply(Document event) {
    if (stages.isEmpty()) {
      return event;
    }
    // a stage may change it in place
    Document token = Documents.document(event, "_id").clone();
    Document result = event;
    for (UnaryOperator<Document> stage : stages) {
      result = stage.apply(result);
      if (result == null) {
        return null;
      }
    }
    if (!token.equals(result.get("_id"))) {
      throw CommandError.fatalToStream(
          280,
          "ChangeStreamFatalError",
          "Encountered an event whose _id field, which contains the resume token, was modified by"
              + " the pipeline. Modifying the _id field of an event makes it impossible to resume"
              + " the stream from that point. Only transformations that retain the unmodified _id"
              + " field are allowed. Expected: "
              + token
              + " but found: "
              + result.get("_id"));
    }
    return result;
  }
}
