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
 * A stream's cursor on the server, one after the other, all in one session: a server takes a
 * getMore only in the session that the cursor was opened in, and the driver would lend each command
 * whichever is free.
 *
 * <p>One thread at a time opens and reads; {@link #kill} and {@link #close} may come from any, and
 * end what that thread waits for.
 */
final class Cursor {

  private static final long KILL_MILLIS = 1000;
  // in vain if nothing was sent for want of a server, and a close in another thread may wait for it
  private static final long KILL_UNKNOWN_MILLIS = 500;
  private static final ClientSessionOptions NOT_CAUSAL =
      ClientSessionOptions.builder().causallyConsistent(false).build();

  private final WatchTarget target;
  private final Commands commands;
  private final ClientSession callers;
  private final InterruptibleCall wait = new InterruptibleCall(this::kill);
  private final AtomicReference<OpenCursor> open = new AtomicReference<>();
  private volatile ClientSession own;
  private volatile boolean closed;

  /** Does no I/O. The options' session stays open; without one the cursor has its own. */
  Cursor(WatchTarget target, ChangeStreamOptions options) {
    this.target = target;
    this.commands = new Commands(target, options);
    this.callers = options.session();
  }

  /** Opens one and returns its first batch; whatever was open before is killed. */
  Batch open(StartPoint start) {
    kill();
    return run(target.commands(), commands.aggregate(start));
  }

  /** Returns the next batch, empty when none came in time or nothing is open any more. */
  Batch getMore() {
    // once: close, from another thread, takes it away
    OpenCursor current = open.get();
    return current == null ? Batch.NONE : run(patient(), commands.getMore(current));
  }

  /**
   * A client's timeoutMS makes the driver add a maxTimeMS of its own, which a getMore would wait
   * for instead of maxAwaitTime, or refuse as its second.
   */
  private MongoDatabase patient() {
    MongoDatabase database = target.commands();
    return database.getTimeout(TimeUnit.MILLISECONDS) == null
        ? database
        : database.withTimeout(0, TimeUnit.MILLISECONDS);
  }

  /** The cursor is lost, and the server knows. */
  void forget() {
    open.set(null);
  }

  /** Ends the cursor on the server; waits for it at most a second, and throws nothing. */
  void kill() {
    OpenCursor current = open.getAndSet(null);
    if (current != null) {
      // our own session may be in the middle of the getMore that this is to end
      sendLast(callers, commands.killCursors(current), KILL_MILLIS);
    }
  }

  /**
   * Ends a cursor whose id is not known: when the thread is interrupted, the driver drops a reply
   * that it has read. The cursor goes with its session, if that is ours.
   */
  private void killUnknown() {
    if (own != null) {
      sendLast(null, commands.killSession(own), KILL_UNKNOWN_MILLIS);
    }
  }

  private void sendLast(ClientSession session, BsonDocument command, long millis) {
    // the driver would not even try on an interrupted thread
    boolean interrupted = Thread.interrupted();
    try {
      send(target.commands().withTimeout(millis, TimeUnit.MILLISECONDS), session, command);
    } catch (RuntimeException e) {
      // the server forgets an idle cursor by itself; the caller has nothing to do about it
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Kills the cursor, gives the stream's own session back, and lets nothing be opened again. */
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
        // while the reply was under way: nobody else knows this cursor
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
    // by itself the driver would send every command to the primary
    ReadPreference to = database.getReadPreference();
    return session == null
        ? database.runCommand(command, to, RawBsonDocument.class)
        : database.runCommand(session, command, to, RawBsonDocument.class);
  }
}
