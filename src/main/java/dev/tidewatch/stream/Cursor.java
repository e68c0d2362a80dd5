package dev.tidewatch.stream;

import com.mongodb.ClientSessionOptions;
import com.mongodb.MongoInterruptedException;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * A stream's cursors on the server, one after the other, all in one session. A server accepts a
 * getMore only in the session that the cursor was opened in, and the driver would give each command
 * any free session.
 *
 * <p>One thread at a time opens and reads; {@link #kill} and {@link #close} may be called from any
 * thread, and end a call that blocks.
 */
final class Cursor {

  private static final long KILL_MILLIS = 1000;
  // short, because it is useless if no server was reached, and a close in another thread may wait
  // for it
  private static final long KILL_UNKNOWN_MILLIS = 500;
  private static final ClientSessionOptions NOT_CAUSAL =
      ClientSessionOptions.builder().causallyConsistent(false).build();

  private final WatchTarget target;
  private final Commands commands;
  private final ClientSession callers;
  private final boolean limited;
  private final InterruptibleCall wait = new InterruptibleCall(this::kill);
  private final AtomicReference<OpenCursor> open = new AtomicReference<>();
  private volatile ClientSession own;
  private volatile boolean closed;

  /** Does no I/O. The options' session stays open; without one the cursor has its own. */
  Cursor(WatchTarget target, ChangeStreamOptions options) {
    this.target = target;
    this.commands = new Commands(target, options);
    this.callers = options.session();
    this.limited = options.maxTime() != null;
  }

  /** Opens a cursor and returns its first batch; an open cursor is killed first. */
  Batch open(StartPoint start) {
    kill();
    return run(limited ? patient() : target.commands(), commands.aggregate(start));
  }

  /** Returns the next batch; empty if none came in time or no cursor is open. */
  Batch getMore() {
    // read once, because a close in another thread clears it
    OpenCursor current = open.get();
    return current == null ? Batch.NONE : run(patient(), commands.getMore(current));
  }

  /**
   * The database without a client's timeoutMS, which would make the driver add a second maxTimeMS
   * to a command.
   */
  private MongoDatabase patient() {
    MongoDatabase database = target.commands();
    return database.getTimeout(TimeUnit.MILLISECONDS) == null
        ? database
        : database.withTimeout(0, TimeUnit.MILLISECONDS);
  }

  /** Forgets the cursor, which the server has closed. */
  void forget() {
    open.set(null);
  }

  /** Ends the cursor on the server. Blocks at most a second; throws nothing. */
  void kill() {
    OpenCursor current = open.getAndSet(null);
    if (current != null) {
      // the stream's own session may be in use by the getMore that this ends
      sendLast(callers, commands.killCursors(current), KILL_MILLIS);
    }
  }

  /**
   * Ends a cursor whose id is unknown, because the driver drops a reply that it has read if the
   * thread is interrupted. The session is killed, if it is the stream's own.
   */
  private void killUnknown() {
    if (own != null) {
      sendLast(null, commands.killSession(own), KILL_UNKNOWN_MILLIS);
    }
  }

  private void sendLast(ClientSession session, BsonDocument command, long millis) {
    // the driver does not try on an interrupted thread
    boolean interrupted = Thread.interrupted();
    try {
      send(target.commands().withTimeout(millis, TimeUnit.MILLISECONDS), session, command);
    } catch (RuntimeException e) {
      // the server drops an idle cursor by itself, so the caller need not act
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Kills the cursor, releases the stream's own session, and prevents further opening. */
  void close() {
    closed = true;
    boolean inUse = wait.end();
    kill();
    ClientSession session = own;
    // a session that is closed under a reply would lose it, and with it a cursor just opened
    if (session != null && !inUse) {
      session.close();
    }
  }

  private Batch run(MongoDatabase database, BsonDocument command) {
    try {
      Batch batch = wait.on(() -> Batch.of(send(database, session(), command)));
      open.set(batch.cursor());
      return batch;
    } catch (MongoInterruptedException e) {
      if (command.containsKey("aggregate")) {
        killUnknown();
      }
      throw e;
    } finally {
      if (closed) {
        // closed while the reply was in flight: no other thread knows this cursor
        close();
      }
    }
  }

  private ClientSession session() {
    if (callers != null) {
      return callers;
    }
    if (own == null) {
      own = target.client().startSession(NOT_CAUSAL);
    }
    return own;
  }

  private static RawBsonDocument send(
      MongoDatabase database, ClientSession session, BsonDocument command) {
    // the driver would send every raw command to the primary by default
    ReadPreference to = database.getReadPreference();
    return session == null
        ? database.runCommand(command, to, RawBsonDocument.class)
        : database.runCommand(session, command, to, RawBsonDocument.class);
  }
}
