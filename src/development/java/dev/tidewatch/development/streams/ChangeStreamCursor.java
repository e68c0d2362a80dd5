package dev.tidewatch.development.streams;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.Namespace;
import dev.tidewatch.development.events.ResumeToken;
import dev.tidewatch.development.oplog.Oplog;
import dev.tidewatch.development.oplog.OplogEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * One open change stream: a position in the oplog, and what the client asked for. It holds no
 * events, so a slow client costs nothing. Owned by the database's one thread.
 */
public final class ChangeStreamCursor {

  /** Of a batch, and of any event. */
  private static final int MAX_BYTES = 16 << 20;

  private final ChangeStreamSpec spec;
  private final ChangeStreamPipeline pipeline;
  private final Oplog oplog;
  private ResumeToken position;

  public ChangeStreamCursor(ChangeStreamSpec spec, ChangeStreamPipeline pipeline, Oplog oplog) {
    this.spec = spec;
    this.pipeline = pipeline;
    this.oplog = oplog;
    this.position = spec.start();
  }

  Namespace namespace() {
    return spec.namespace();
  }

  /** Takes the events that are there, at most so many. */
  Batch take(int limit) {
    if (oplog.hasLost(position)) {
      throw ChangeStreamSpec.historyLost();
    }
    List<Document> events = new ArrayList<>();
    if (limit == 0) {
      return new Batch(events, position, false);
    }
    OplogEntry end = endAtPosition();
    if (end != null) {
      return invalidated(events, end);
    }
    long bytes = 0;
    boolean lastWasTaken = false;
    for (OplogEntry entry : oplog.after(position)) {
      if (events.size() == limit) {
        return new Batch(events, position, false);
      }
      Document event = entry.concerns(namespace()) ? view(entry) : null;
      if (event != null) {
        int size = length(entry, event);
        if (bytes + size > MAX_BYTES && !events.isEmpty()) {
          return new Batch(events, position, false);
        }
        bytes += size;
        events.add(event);
      }
      lastWasTaken = event != null;
      position = entry.token();
      if (endAtPosition() != null) {
        return events.size() < limit
            ? invalidated(events, entry)
            : new Batch(events, position, false);
      }
    }
    if (!lastWasTaken) {
      ResumeToken now = oplog.end();
      position = now.compareTo(position) > 0 ? now : position;
    }
    return new Batch(events, position, false);
  }

  /** The drop or rename at which this stream stands and after which it has yet to say so. */
  private OplogEntry endAtPosition() {
    OplogEntry entry = position.kind() == ResumeToken.Kind.EVENT ? oplog.at(position) : null;
    return entry != null && entry.concerns(namespace()) && entry.ends() ? entry : null;
  }

  private Batch invalidated(List<Document> events, OplogEntry end) {
    position = end.token().invalidate();
    Document event = pipeline.apply(end.invalidate());
    if (event != null) {
      events.add(event);
    }
    return new Batch(events, position, true);
  }

  private Document view(OplogEntry entry) {
    checkLength(entry.bytes());
    return pipeline.apply(spec.updateLookup() ? entry.lookedUp() : entry.event());
  }

  /** The length of what is sent: lookups and stages make it another than the entry's. */
  private int length(OplogEntry entry, Document event) {
    if (!spec.updateLookup() && pipeline.isEmpty()) {
      return entry.bytes();
    }
    int length = Documents.encode(event).length;
    checkLength(length);
    return length;
  }

  private static void checkLength(int bytes) {
    if (bytes > MAX_BYTES) {
      throw CommandError.fatalToStream(
          10334, "BSONObjectTooLarge", "a change event of " + bytes + " bytes cannot be sent");
    }
  }
}
