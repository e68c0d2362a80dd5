package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.ImagePolicy;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.RawBsonDocument;

/**
 * What is the same for all views of one change. Nothing in it may be changed.
 *
 * @param operation its operation type
 * @param event its fields
 * @param before the document before the change; null if it is unknown what it holds
 * @param after the document after the change, likewise
 * @param hasOthers whether the event has fields that are not known here
 * @param isAsSent whether its documents are as they were sent
 */
record ChangeParts(
    String operation,
    BsonDocument event,
    RawBsonDocument before,
    RawBsonDocument after,
    boolean hasOthers,
    boolean isAsSent) {

  static final String OPERATION = "operationType";
  static final String NS = "ns";
  static final String TO = "to";
  static final String KEY = "documentKey";
  static final String AFTER = "fullDocument";
  static final String BEFORE = "fullDocumentBeforeChange";
  static final String UPDATE = "updateDescription";
  static final String ID = "_id";

  /** Fields of a known type that are passed on as they are. */
  static final Map<String, BsonType> PLAIN =
      Map.of(
          OPERATION,
          BsonType.STRING,
          "clusterTime",
          BsonType.TIMESTAMP,
          "wallTime",
          BsonType.DATE_TIME);

  static final Set<String> KNOWN =
      Set.of(OPERATION, "clusterTime", "wallTime", NS, TO, KEY, AFTER, BEFORE, UPDATE);

  /** Reads a change. */
  static ChangeParts of(Change change, ImagePolicy images) {
    BsonDocument event = RawDocuments.fields(change.document(), name -> !name.equals(ID));
    boolean hasOthers = !KNOWN.containsAll(event.keySet());
    String operation = change.operationType();
    boolean update = operation.equals("update");
    RawBsonDocument before = known(document(event, BEFORE));
    if (update && !images.exact()) {
      return new ChangeParts(operation, event, before, null, hasOthers, true);
    }
    RawBsonDocument sent = document(event, AFTER);
    // without what the server leaves in the post-image of an update
    RawBsonDocument image = sent == null || !update ? sent : UniqueFields.last(sent);
    if (image != sent) {
      event.put(AFTER, image);
    }
    return new ChangeParts(operation, event, before, known(image), hasOthers, image == sent);
  }

  /** A document of which it is clear what it holds; else null. */
  private static RawBsonDocument known(RawBsonDocument document) {
    return document != null && UniqueFields.has(document) ? document : null;
  }

  /** A field's document; null if the field is missing or of another type. */
  RawBsonDocument document(String field) {
    return document(event, field);
  }

  private static RawBsonDocument document(BsonDocument event, String field) {
    return event.get(field) instanceof RawBsonDocument raw ? raw : null;
  }
}
