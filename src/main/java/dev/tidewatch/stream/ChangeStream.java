package dev.tidewatch.stream;

import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * A stream of changes, each a raw BSON document as the server sent it.
 *
 * <p>Making one does no I/O; the first {@link #next} or {@link #tryNext} opens it. A network error
 * or one that the server marks as resumable is resumed once, from the cached token, without the
 * caller noticing; whatever else goes wrong is thrown. After an error that could not be resumed the
 * stream can be used again if it is still {@linkplain #isAlive alive}.
 *
 * <p>One thread at a time uses a stream; {@link #close} and {@link #isAlive} may be called from
 * any.
 */
public final class ChangeStream implements AutoCloseable {

  private static final String INVALIDATE = "invalidate";

  private final Commands commands;
  private final Connection connection;
  private final StartPoint start;

  private Batch batch = new Batch(null, new ArrayDeque<>(), null, null);
  private boolean opened;
  private boolean broken;
  private boolean firstChangeTaken;
  private BsonDocument token;
  private BsonTimestamp operationTime;
  private volatile OpenCursor cursor;
  // by an invalidate, the server or an error; only the caller closes
  private volatile boolean ended;
  private volatile boolean closed;

  private ChangeStream(WatchTarget target, ChangeStreamOptions options) {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(options, "options");
    this.commands = new Commands(target, options);
    this.connection = new Connection(target, commands, options.session());
    this.start = StartPoint.of(options);
    this.token = start.token();
  }

  /** A stream that opens at its first use. Neither argument may be null. */
  public static ChangeStream watch(WatchTarget target, ChangeStreamOptions options) {
    return new ChangeStream(target, options);
  }

  /**
   * Opens the stream now, if it is not open yet: whatever happens after this returns will be seen.
   * {@link #next} and {@link #tryNext} do the same by themselves.
   *
   * @throws MongoException when it cannot be opened; never resumed, the cause is the caller's to
   *     see
   */
  public void open() {
    if (!opened && isAlive()) {
      open(start);
    }
  }

  /**
   * Blocks until there is a change and returns it.
   *
   * @throws NoSuchElementException when the stream was closed or has ended
   * @throws MongoException when the stream cannot go on
   */
  public RawBsonDocument next() {
    while (isAlive()) {
      Optional<RawBsonDocument> change = tryNext();
      if (change.isPresent()) {
        return change.get();
      }
    }
    throw new NoSuchElementException("the change stream is closed");
  }

  /**
   * Returns the next change, or empty when there is none after at most one getMore (and at most one
   * resume), which waits up to maxAwaitTime.
   *
   * @throws MongoException when the stream cannot go on
   */
  public Optional<RawBsonDocument> tryNext() {
    if (!isAlive()) {
      return Optional.empty();
    }
    try {
      open();
      if (broken) {
        resume();
      }
      if (batch.changes().isEmpty()) {
        getMore();
      }
    } catch (RuntimeException e) {
      if (closed) {
        return Optional.empty();
      }
      throw e;
    }
    return take();
  }

  /**
   * Whether there may be more changes: true before the first use, false after close or invalidate.
   */
  public boolean isAlive() {
    return !closed && !ended;
  }

  /**
   * Where a new stream would have to start to see what follows: the last change's, or the server's
   * own position once a batch is used up. A copy; null when nothing is known yet.
   */
  public BsonDocument resumeToken() {
    return token == null ? null : token.clone();
  }

  /**
   * Closes the stream and its cursor on the server, for which it waits at most a second. May be
   * repeated; throws nothing.
   */
  @Override
  public void close() {
    closed = true;
    release();
  }

  private void open(StartPoint from) {
    adopt(connection.run(commands.aggregate(from)));
    if (!opened) {
      operationTime = batch.operationTime();
      opened = true;
    }
  }

  private void getMore() {
    // once: close, from another thread, takes it away
    OpenCursor open = cursor;
    if (open == null) {
      return;
    }
    try {
      adopt(connection.run(commands.getMore(open)));
    } catch (MongoException e) {
      if (closed || !Resumable.is(e)) {
        end();
        throw e;
      }
      if (e instanceof MongoSocketException) {
        // the cursor went with its connection, and asking a server that is away would only wait
        cursor = null;
      } else {
        kill();
      }
      resume();
      OpenCursor resumed = cursor;
      if (batch.changes().isEmpty() && resumed != null) {
        adopt(connection.run(commands.getMore(resumed)));
      }
    }
  }

  private void resume() {
    // stays so if this fails: the next call tries again
    broken = true;
    open(start.resumeAt(token, firstChangeTaken, operationTime));
    broken = false;
  }

  private void adopt(Batch next) {
    batch = next;
    cursor = next.cursor();
    if (next.changes().isEmpty()) {
      remember(next.postBatchResumeToken());
    }
    if (closed) {
      // closed while the reply was under way: nobody else knows this cursor
      kill();
    }
  }

  private Optional<RawBsonDocument> take() {
    RawBsonDocument change = batch.changes().poll();
    if (change == null) {
      ended |= cursor == null;
      return Optional.empty();
    }
    BsonValue id = change.get("_id");
    if (id == null || !id.isDocument()) {
      end();
      throw new MongoException(
          "a change without its _id cannot be resumed after: the pipeline must keep _id");
    }
    firstChangeTaken = true;
    boolean last = batch.changes().isEmpty();
    remember(
        last && batch.postBatchResumeToken() != null
            ? batch.postBatchResumeToken()
            : Batch.decoded(id.asDocument()));
    BsonValue type = change.get("operationType");
    if (type != null && type.isString() && type.asString().getValue().equals(INVALIDATE)) {
      end();
    }
    return Optional.of(change);
  }

  private void end() {
    ended = true;
    release();
  }

  private void release() {
    kill();
    connection.close();
  }

  private void remember(BsonDocument next) {
    if (next != null) {
      token = next;
    }
  }

  private void kill() {
    OpenCursor open = cursor;
    cursor = null;
    if (open != null) {
      connection.kill(open);
    }
  }
}
