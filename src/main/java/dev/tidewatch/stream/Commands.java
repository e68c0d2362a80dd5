package dev.tidewatch.stream;

import com.mongodb.client.ClientSession;
import java.time.Duration;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The commands of a change stream, as the cross-driver specification defines them. */
final class Commands {

  private final WatchTarget target;
  private final ChangeStreamOptions options;

  Commands(WatchTarget target, ChangeStreamOptions options) {
    this.target = target;
    this.options = options;
  }

  /** Opens the stream at a start point. */
  BsonDocument aggregate(StartPoint start) {
    BsonDocument stage = new BsonDocument();
    putText(stage, "fullDocument", options.fullDocument());
    putText(stage, "fullDocumentBeforeChange", options.fullDocumentBeforeChange());
    start.putInto(stage);
    if (options.showExpandedEvents() != null) {
      stage.put("showExpandedEvents", BsonBoolean.valueOf(options.showExpandedEvents()));
    }
    if (target.deployment()) {
      stage.put("allChangesForCluster", BsonBoolean.TRUE);
    }
    BsonArray pipeline = new BsonArray();
    pipeline.add(new BsonDocument("$changeStream", stage));
    pipeline.addAll(options.pipeline());
    BsonDocument cursor = new BsonDocument();
    if (options.batchSize() != null) {
      cursor.put("batchSize", new BsonInt32(options.batchSize()));
    }
    BsonDocument command =
        new BsonDocument("aggregate", target.aggregate())
            .append("pipeline", pipeline)
            .append("cursor", cursor);
    if (options.maxTime() != null) {
      command.put("maxTimeMS", new BsonInt64(millis(options.maxTime())));
    }
    put(command, "collation", options.collation());
    put(command, "comment", options.comment());
    put(command, "readConcern", readConcern());
    return command;
  }

  /**
   * The read concern, which the driver does not add to a raw command. Null for the server's
   * default.
   */
  private BsonDocument readConcern() {
    BsonDocument concern = target.commands().getReadConcern().asDocument();
    ClientSession session = options.session();
    if (session != null && session.isCausallyConsistent()) {
      put(concern, "afterClusterTime", session.getOperationTime());
    }
    return concern.isEmpty() ? null : concern;
  }

  /** Asks for the next batch; the server waits for it up to maxAwaitTime. */
  BsonDocument getMore(OpenCursor cursor) {
    BsonDocument command =
        new BsonDocument("getMore", new BsonInt64(cursor.id()))
            .append("collection", new BsonString(cursor.collection()));
    // 0 is the server's default in an aggregate but an error in a getMore
    if (options.batchSize() != null && options.batchSize() > 0) {
      command.put("batchSize", new BsonInt32(options.batchSize()));
    }
    if (options.maxAwaitTime() != null) {
      command.put("maxTimeMS", new BsonInt64(millis(options.maxAwaitTime())));
    }
    put(command, "comment", options.comment());
    return command;
  }

  /** Rounded up, because 0 would mean the server's default. */
  private static long millis(Duration time) {
    return time.plusNanos(999_999).toMillis();
  }

  /** Ends the cursor on the server, and with it a getMore that waits there. */
  BsonDocument killCursors(OpenCursor cursor) {
    return new BsonDocument("killCursors", new BsonString(cursor.collection()))
        .append("cursors", new BsonArray(List.of(new BsonInt64(cursor.id()))));
  }

  /** Ends what runs and is open in a session; every user may do this to their own sessions. */
  BsonDocument killSession(ClientSession session) {
    return new BsonDocument(
        "killSessions", new BsonArray(List.of(session.getServerSession().getIdentifier())));
  }

  private static void putText(BsonDocument into, String name, String value) {
    put(into, name, value == null ? null : new BsonString(value));
  }

  /** Options that were not given are not sent. */
  static void put(BsonDocument into, String name, BsonValue value) {
    if (value != null) {
      into.put(name, value);
    }
  }
}
