package dev.tidewatch.development.commands;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.Unsupported;
import dev.tidewatch.development.events.FieldMerge;
import java.util.List;
import java.util.Map;

/**
 * Refuses what mongo-java-server would leave out without a word: a client is told, never answered
 * wrongly.
 */
final class Refusals {

  /** Fields that change what a command means, by command; each with what it is called. */
  private static final Map<String, Map<String, String>> FIELDS =
      Map.of(
          "find",
              Map.of(
                  "tailable", "tailable cursors",
                  "let", "let",
                  "min", "min",
                  "max", "max",
                  "returnKey", "returnKey",
                  "showRecordId", "showRecordId"),
          "aggregate", Map.of("let", "let", "explain", "explain"),
          "update", Map.of("let", "let"),
          "delete", Map.of("let", "let"),
          "findAndModify", Map.of("let", "let"),
          "create",
              Map.of(
                  "changeStreamPreAndPostImages", "documents before and as of a change",
                  "timeseries", "time series collections",
                  "viewOn", "views",
                  "validator", "validators",
                  "capped", "capped collections",
                  "expireAfterSeconds", "expiry",
                  "clusteredIndex", "clustered collections"));

  private static final List<String> STATEMENTS = List.of("updates", "deletes", "indexes");

  private Refusals() {}

  static void check(String name, Document command) {
    if (command.containsKey("autocommit") || command.containsKey("startTransaction")) {
      throw CommandError.refused("transactions");
    }
    boolean snapshot = SnapshotFind.isAsked(command);
    if (snapshot && !name.equals("find")) {
      throw CommandError.refused("snapshot reads but by find");
    }
    // a find of a snapshot says itself what it takes
    (snapshot ? Map.<String, String>of() : FIELDS.getOrDefault(name, Map.of()))
        .forEach(
            (field, what) -> {
              Object value = command.get(field);
              if (value != null && !Boolean.FALSE.equals(value)) {
                throw CommandError.refused(what);
              }
            });
    if (Documents.list(command, "pipeline").stream().anyMatch(stage -> stage.containsKey("$out"))) {
      throw CommandError.refused("$out");
    }
    collation(command);
    queries(command);
    projection(Documents.document(command, name.equals("find") ? "projection" : "fields"));
    for (String field : STATEMENTS) {
      Documents.list(command, field).forEach(Refusals::statement);
    }
    if (name.equalsIgnoreCase("findAndModify") && !FieldMerge.isMerge(command)) {
      statement(new Document("u", command.get("update")));
    }
  }

  private static void queries(Document command) {
    Unsupported.checkQuery(command.get("filter"));
    Unsupported.checkQuery(command.get("query"));
    Documents.list(command, "pipeline")
        .forEach(stage -> Unsupported.checkQuery(stage.get("$match")));
  }

  /** It keeps the fields that are named, and reads nothing else in a projection. */
  private static void projection(Document projection) {
    if (projection == null) {
      return;
    }
    projection.forEach(
        (path, value) -> {
          if (path.endsWith(".$") || value instanceof Document || value instanceof String) {
            throw CommandError.refused("projections that do more than name fields");
          }
        });
  }

  private static void statement(Document statement) {
    collation(statement);
    Unsupported.checkQuery(statement.get("q"));
    if (statement.get("u") instanceof List<?>) {
      throw CommandError.refused("updates by a pipeline");
    }
    if (statement.get("u") instanceof Document update && update.containsKey("$bit")) {
      throw CommandError.refused("$bit updates");
    }
    if (statement.containsKey("expireAfterSeconds")) {
      throw CommandError.refused("indexes that expire documents");
    }
    if (statement.containsKey("partialFilterExpression")
        && Documents.isTrue(statement.get("unique"))) {
      throw CommandError.refused("partial unique indexes");
    }
  }

  private static void collation(Document document) {
    Document collation = Documents.document(document, "collation");
    if (collation != null && !"simple".equals(collation.getOrDefault("locale", "simple"))) {
      throw CommandError.refused("collations");
    }
  }
}
