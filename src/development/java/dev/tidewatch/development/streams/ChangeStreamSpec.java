package dev.tidewatch.development.streams;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.Namespace;
import dev.tidewatch.development.events.ResumeToken;
import dev.tidewatch.development.oplog.Oplog;
import dev.tidewatch.development.oplog.OplogEntry;
import java.util.List;
import java.util.Set;

/**
 * What a client asks of a change stream on a collection: everything that is understood, and nothing
 * that is not.
 *
 * @param updateLookup whether updates carry the document as it is when they are read
 * @param start the position after which the stream begins
 */
public record ChangeStreamSpec(Namespace namespace, boolean updateLookup, ResumeToken start) {

  private static final Set<String> KNOWN =
      Set.of(
          "fullDocument",
          "fullDocumentBeforeChange",
          "resumeAfter",
          "startAfter",
          "startAtOperationTime",
          "allChangesForCluster",
          "showExpandedEvents");

  /** Reads the $changeStream stage of an aggregate. */
  public static ChangeStreamSpec of(
      String database, Object collection, Document stage, Oplog oplog) {
    if (Documents.isTrue(stage.get("allChangesForCluster"))) {
      throw CommandError.refused("change streams on the whole deployment");
    }
    if (!(collection instanceof String name)) {
      throw CommandError.refused("change streams on a whole database");
    }
    Namespace namespace = new Namespace(database, name);
    if (namespace.internal()) {
      throw new CommandError(
          73, "InvalidNamespace", "$changeStream may not be opened on the internal " + namespace);
    }
    for (String option : stage.keySet()) {
      if (!KNOWN.contains(option)) {
        throw CommandError.refused("change stream option '" + option + "'");
      }
    }
    if (Documents.isTrue(stage.get("showExpandedEvents"))) {
      throw CommandError.refused("expanded change events");
    }
    if (stage.getOrDefault("fullDocumentBeforeChange", "off") instanceof String mode
        && !mode.equals("off")) {
      throw CommandError.refused("documents before a change (pre-images)");
    }
    return new ChangeStreamSpec(namespace, updateLookup(stage), start(stage, namespace, oplog));
  }

  private static boolean updateLookup(Document stage) {
    Object mode = stage.getOrDefault("fullDocument", "default");
    if (mode.equals("updateLookup")) {
      return true;
    }
    if (mode.equals("whenAvailable") || mode.equals("required")) {
      throw CommandError.refused("documents as of a change (post-images)");
    }
    if (!mode.equals("default")) {
      throw new CommandError(
          2,
          "BadValue",
          "Enumeration value '"
              + mode
              + "' for field '$changeStream.fullDocument' is not a valid value.");
    }
    return false;
  }

  private static ResumeToken start(Document stage, Namespace namespace, Oplog oplog) {
    Document resumeAfter = Documents.document(stage, "resumeAfter");
    Document startAfter = Documents.document(stage, "startAfter");
    Object operationTime = stage.get("startAtOperationTime");
    if (resumeAfter != null && startAfter != null) {
      throw new CommandError(
          50865,
          "Location50865",
          "Do not specify both 'resumeAfter' and 'startAfter' in a $changeStream stage");
    }
    if (operationTime != null && (resumeAfter != null || startAfter != null)) {
      throw new CommandError(
          40674,
          "Location40674",
          "Only one type of resume option is allowed, but multiple were found");
    }
    if (operationTime != null) {
      return atTime(operationTime, oplog);
    }
    if (resumeAfter == null && startAfter == null) {
      return oplog.end();
    }
    ResumeToken token = ResumeToken.parse(resumeAfter == null ? startAfter : resumeAfter);
    if (resumeAfter != null && token.kind() == ResumeToken.Kind.INVALIDATE) {
      throw new CommandError(
          260,
          "InvalidResumeToken",
          "Attempting to resume a change stream using 'resumeAfter' is not allowed from an"
              + " invalidate notification");
    }
    return found(token, namespace, oplog);
  }

  private static ResumeToken atTime(Object operationTime, Oplog oplog) {
    if (!(operationTime instanceof BsonTimestamp time)) {
      throw new CommandError(
          14,
          "TypeMismatch",
          "field 'startAtOperationTime' is the wrong type, expected a timestamp");
    }
    ResumeToken start = ResumeToken.highWaterMark(time.getValue());
    if (oplog.hasLost(start)) {
      throw historyLost();
    }
    return start;
  }

  /** A token is good if the oplog reaches back to it and what it names is there. */
  private static ResumeToken found(ResumeToken token, Namespace namespace, Oplog oplog) {
    if (oplog.precedes(token) || oplog.hasLost(token)) {
      throw historyLost();
    }
    if (token.kind() == ResumeToken.Kind.HIGH_WATER_MARK) {
      return token;
    }
    OplogEntry entry = oplog.at(token);
    if (token.kind() == ResumeToken.Kind.FOREIGN || entry == null || !entry.concerns(namespace)) {
      throw CommandError.fatalToStream(
          280,
          "ChangeStreamFatalError",
          "cannot resume stream; the resume token was not found. " + List.of(token.data()));
    }
    return token;
  }

  static CommandError historyLost() {
    return CommandError.fatalToStream(
        286,
        "ChangeStreamHistoryLost",
        "Resume of change stream was not possible, as the resume point may no longer be in the"
            + " oplog.");
  }
}
