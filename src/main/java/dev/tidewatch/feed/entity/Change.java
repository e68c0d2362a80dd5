package dev.tidewatch.feed.entity;

import java.time.Instant;
import java.util.Optional;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * One change as MongoDB sent it; also the CDI event that announces it. Unknown operations and
 * fields pass through unchanged.
 *
 * @param position its resume token
 * @param document the whole change document, with its {@code _id}
 */
public record Change(Position position, RawBsonDocument document) implements FeedEntry {

  /** The change that a server sent; its {@code _id} is the resume token. */
  public static Change of(RawBsonDocument document) {
    return new Change(Position.of(document.getDocument("_id")), document);
  }

  /** {@code insert}, {@code update}, …; {@code unknown} if it is missing. */
  public String operationType() {
    return text(document, "operationType").orElse("unknown");
  }

  /** Whether a document has left what a reader may see; such a change has no operation type. */
  public boolean isLeave() {
    return document.get("operationType") == null
        && document.get("leave") instanceof BsonBoolean leave
        && leave.getValue();
  }

  /** {@code db.coll}, or {@code db} alone for a database's change; empty for an invalidate. */
  public Optional<String> namespace() {
    BsonValue ns = document.get("ns");
    if (ns == null || !ns.isDocument()) {
      return Optional.empty();
    }
    Optional<String> collection = text(ns.asDocument(), "coll");
    return text(ns.asDocument(), "db").map(db -> collection.map(c -> db + "." + c).orElse(db));
  }

  /** The {@code _id} of the changed document; empty if the change is not of a single document. */
  public Optional<BsonValue> documentId() {
    BsonValue key = document.get("documentKey");
    return key != null && key.isDocument()
        ? Optional.ofNullable(key.asDocument().get("_id"))
        : Optional.empty();
  }

  /** The server's wall clock at the change, else the second of its cluster time. */
  public Optional<Instant> time() {
    BsonValue wall = document.get("wallTime");
    if (wall != null && wall.isDateTime()) {
      return Optional.of(Instant.ofEpochMilli(wall.asDateTime().getValue()));
    }
    BsonValue cluster = document.get("clusterTime");
    return cluster != null && cluster.isTimestamp()
        ? Optional.of(Instant.ofEpochSecond(cluster.asTimestamp().getTime()))
        : Optional.empty();
  }

  @Override
  public int weight() {
    return document.getByteBuffer().remaining()
        + 2 * (position.data().length() + position.typeBits().length());
  }

  private static Optional<String> text(BsonDocument document, String field) {
    BsonValue value = document.get(field);
    return value != null && value.isString()
        ? Optional.of(value.asString().getValue())
        : Optional.empty();
  }
}
