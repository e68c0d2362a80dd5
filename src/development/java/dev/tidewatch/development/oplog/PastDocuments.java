package dev.tidewatch.development.oplog;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.IdOrder;
import dev.tidewatch.development.documents.Namespace;
import dev.tidewatch.development.events.ResumeToken;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The documents of a collection as they were at a moment: as they are now, but for those that were
 * written since, which the oplog puts back. As far back as the oplog goes, and not over a drop or a
 * rename. Owned by the database's one thread.
 */
public final class PastDocuments {

  private final NavigableMap<Object, Undo> undone = new TreeMap<>(IdOrder.ASCENDING);

  /** Reads what was written since, and refuses a moment that cannot be had, as a server does. */
  public PastDocuments(Oplog oplog, Namespace namespace, BsonTimestamp moment) {
    if (Long.compareUnsigned(moment.getValue(), oplog.operationTime().getValue()) > 0) {
      throw new CommandError(
          72,
          "InvalidOptions",
          "readConcern atClusterTime value must not be greater than the current clusterTime");
    }
    ResumeToken position = ResumeToken.highWaterMark(moment.getValue() + 1);
    if (oplog.precedes(position) || oplog.hasLost(position)) {
      throw tooOld();
    }
    for (OplogEntry entry : oplog.after(position)) {
      if (entry.concerns(namespace)) {
        if (entry.undo() == null) {
          throw tooOld();
        }
        // the first write since then found the document as it was
        undone.putIfAbsent(entry.undo().id(), entry.undo());
      }
    }
  }

  /**
   * The documents of then, in no order.
   *
   * @param now the documents of now; they are not copied
   */
  public Stream<Document> of(Stream<Document> now) {
    return Stream.concat(
        now.filter(document -> !undone.containsKey(document.get("_id"))),
        undone.values().stream().map(Undo::before).filter(Objects::nonNull));
  }

  private static CommandError tooOld() {
    return new CommandError(
        239,
        "SnapshotTooOld",
        "Read timestamp is older than the oldest moment that this database can read");
  }
}
