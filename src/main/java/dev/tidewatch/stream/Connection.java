package dev.tidewatch.stream;

import com.mongodb.ClientSessionOptions;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * Sends a stream's commands, all in one session: a server takes a getMore only in the session that
 * the cursor was opened in, and the driver would lend each command whichever is free.
 *
 * <p>One thread at a time runs commands; {@link #kill} and {@link #close} may come from any.
 */
final class Connection {

  private static final long KILL_SECONDS = 1;
  private static final ClientSessionOptions NOT_CAUSAL =
      ClientSessionOptions.builder().causallyConsistent(false).build();

  private final WatchTarget target;
  private final Commands commands;
  private final ClientSession callers;
  private volatile ClientSession own;

  /**
   * Does no I/O.
   *
   * @param session the caller's, which stays open; null for one of the stream's own
   */
  Connection(WatchTarget target, Commands commands, ClientSession session) {
    this.target = target;
    this.commands = commands;
    this.callers = session;
  }

  Batch run(BsonDocument command) {
    ClientSession session = callers;
    if (session == null) {
      if (own == null) {
        own = target.client().startSession(NOT_CAUSAL);
      }
      session = own;
    }
    return Batch.of(target.commands().runCommand(session, command, RawBsonDocument.class));
  }

  /** Ends a cursor on the server; waits for it at most a second, and throws nothing. */
  void kill(OpenCursor cursor) {
    MongoDatabase database = target.commands().withTimeout(KILL_SECONDS, TimeUnit.SECONDS);
    BsonDocument kill = commands.killCursors(cursor);
    try {
      // our own session may be in the middle of the getMore that this is to end
      if (callers == null) {
        database.runCommand(kill, RawBsonDocument.class);
      } else {
        database.runCommand(callers, kill, RawBsonDocument.class);
      }
    } catch (RuntimeException e) {
      // the server forgets an idle cursor by itself; the caller has nothing to do about it
    }
  }

  /** Gives the stream's own session back. */
  void close() {
    ClientSession session = own;
    if (session != null) {
      session.close();
    }
  }
}
