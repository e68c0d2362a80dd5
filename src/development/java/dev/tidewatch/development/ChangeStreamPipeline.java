package dev.tidewatch.development;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The client's stages after $changeStream, run on each event by itself. */
final class ChangeStreamPipeline {

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

  private final Aggregation stages;
  private final boolean empty;

  private ChangeStreamPipeline(Aggregation stages, boolean empty) {
    this.stages = stages;
    this.empty = empty;
  }

  /** Reads the stages; refuses those that a change stream may not have. */
  static ChangeStreamPipeline of(
      List<Document> stages, DatabaseResolver databases, MongoDatabase database) {
    List<Document> understood = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      Document stage = stages.get(i);
      String name = stage.isEmpty() ? "" : stage.keySet().iterator().next();
      if (name.equals("$changeStreamSplitLargeEvent") && i == stages.size() - 1) {
        continue;
      }
      if (PERMITTED.contains(name) && stage.size() == 1) {
        understood.add(PipelineStages.understood(name, stage.get(name)));
      } else {
        understood.add(stage);
      }
    }
    // an unknown stage, or one with several names, is an error here
    Aggregation aggregation =
        Aggregation.fromPipeline(understood, databases, database, null, NoopOplog.get());
    for (Document stage : stages) {
      String name = stage.keySet().iterator().next();
      if (!PERMITTED.contains(name) && !name.equals("$changeStreamSplitLargeEvent")) {
        throw new CommandError(
            20, "IllegalOperation", name + " is not permitted in a $changeStream pipeline");
      }
    }
    return new ChangeStreamPipeline(aggregation, understood.isEmpty());
  }

  /** What the stages make of an event; null if they filter it out. */
  Document apply(Document event) {
    if (empty) {
      return event;
    }
    Document result =
        stages.runStagesAsStream(Stream.of(event.cloneDeeply())).findFirst().orElse(null);
    if (result != null && !event.get("_id").equals(result.get("_id"))) {
      throw CommandError.fatalToStream(
          280,
          "ChangeStreamFatalError",
          "Encountered an event whose _id field, which contains the resume token, was modified by"
              + " the pipeline. Modifying the _id field of an event makes it impossible to resume"
              + " the stream from that point. Only transformations that retain the unmodified _id"
              + " field are allowed. Expected: "
              + event.get("_id")
              + " but found: "
              + result.get("_id"));
    }
    return result;
  }
}
