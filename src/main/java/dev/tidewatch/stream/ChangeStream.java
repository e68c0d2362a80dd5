package dev.tidewatch.stream;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * A stream of changes, each a raw BSON document as the server sent it. {@code docs/semantics.md}
 * lists its guarantees, with a test for each.
 *
 * <p>Creating one does no I/O; the first {@link #next}, {@link #tryNext} or {@code hasNext} opens
 * it. After a network error, or an error that the server marks as resumable, the stream resumes
 * once from the cached token, unnoticed by the caller; other errors are thrown. A transient error
 * and an interrupt leave the stream {@linkplain #isAlive alive}: its next use retries from where it
 * was. Any other error ends it.
 *
 * <p>One thread at a time uses a stream; {@link #close} and {@link #isAlive} may be called from
 * any.
 */
public final class ChangeStream implements Iterable<RawBsonDocument>, AutoCloseable, ChangeSource {

  private static final BsonString INVALIDATE = new BsonString("invalidate");

  private final Cursor cursor;
  private final Progress progress;
  private Batch batch = Batch.NONE;
  private boolean opened;
  // no cursor is open, and the next use has to resume
  private boolean broken;
  // set by an invalidate, the server or an error; only the caller closes
  private volatile boolean ended;
  private volatile boolean closed;

  private ChangeStream(WatchTarget target, ChangeStreamOptions options) {
    this.cursor = new Cursor(target, options);
    this.progress = new Progress(StartPoint.of(options));
  }

  /** Creates a stream that opens on first use. Neither argument may be null. */
  public static ChangeStream watch(WatchTarget target, ChangeStreamOptions options) {
    return new ChangeStream(
        Objects.requireNonNull(target, "target"), Objects.requireNonNull(options, "options"));
  }

  /**
   * Opens the stream if it is not open yet: every change after this returns will be read. {@link
   * #next} and {@link #tryNext} open it implicitly.
   *
   * @throws MongoException if it cannot be opened; opening is never retried
   */
  public void open() {
    if (isAlive()) {
      guard(this::ensureOpen);
    }
  }

  /**
   * Blocks until there is a change and returns it.
   *
   * @throws NoSuchElementException if the stream was closed or has ended
   * @throws MongoInterruptedException when the thread was interrupted, which it still is then
   * @throws MongoException when the stream cannot go on, or not yet
   */
  public RawBsonDocument next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the change stream is closed");
    }
    return take();
  }

  /**
   * Returns the next change, or empty if there is none after at most one getMore (and at most one
   * resume), which waits up to maxAwaitTime.
   *
   * @throws MongoInterruptedException when the thread was interrupted, which it still is then
   * @throws MongoException when the stream cannot go on, or not yet
   */
  public Optional<RawBsonDocument> tryNext() {
    if (isAlive()) {
      fetch();
    }
    return hasBuffered() ? Optional.of(take()) : Optional.empty();
  }

  /**
   * The stream's only iterator: {@code next} is {@link #next}, {@code hasNext} blocks until there
   * is a change or the stream ends, and does not move {@link #resumeToken} past that change.
   * Nothing can be removed.
   */
  @Override
  public Iterator<RawBsonDocument> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return ChangeStream.this.hasNext();
      }

      @Override
      public RawBsonDocument next() {
        return ChangeStream.this.next();
      }
    };
  }

  /**
   * Whether there may be more changes: true before the first use, false after close, after an
   * invalidate was returned, and after an error that ended the stream.
   */
  public boolean isAlive() {
    return !closed && !ended;
  }

  /**
   * The token from which a new stream continues: the last change's, or the server's own position
   * once a batch is used up. A copy; null if nothing is known yet.
   */
  public BsonDocument resumeToken() {
    return progress.token();
  }

  /**
   * Closes the stream and its cursor on the server, which takes at most a second, and ends a call
   * that blocks in another thread. May be repeated; throws nothing.
   */
  @Override
  public void close() {
    closed = true;
    cursor.close();
  }

  private boolean hasNext() {
    while (isAlive() && !hasBuffered()) {
      fetch();
    }
    return hasBuffered();
  }

  private boolean hasBuffered() {
    return isAlive() && !batch.changes().isEmpty();
  }

  /** Fetches a batch if the last one is used up. */
  private void fetch() {
    guard(
        () -> {
          ensureOpen();
          if (broken) {
            resume();
          } else if (batch.changes().isEmpty()) {
            getMore();
          }
        });
  }

  /**
   * Runs I/O. Any failure ends the stream, unless it is transient or the stream was closed
   * meanwhile.
   */
  private void guard(Runnable io) {
    try {
      io.run();
    } catch (RuntimeException e) {
      if (closed) {
        return;
      }
      if (Resumable.is(e) || e instanceof MongoInterruptedException) {
        letGo(e);
        broken = opened;
      } else {
        end();
      }
      throw e;
    }
  }

  private void ensureOpen() {
    if (!opened) {
      Batch first = cursor.open(progress.start());
      progress.opened(first);
      adopt(first);
      opened = true;
    }
  }

  private void getMore() {
    try {
      adopt(cursor.getMore());
    } catch (RuntimeException e) {
      if (closed || !Resumable.is(e) || Resumable.hasWaitedForAServer(e)) {
        throw e;
      }
      letGo(e);
      resume();
    }
  }

  /**
   * Kills the cursor if that is useful: a lost cursor ends by itself, and an unreachable server
   * would only block.
   */
  private void letGo(RuntimeException error) {
    if (Resumable.isNetwork(error)) {
      cursor.forget();
    } else {
      cursor.kill();
    }
  }

  /** Resumes without a getMore, which is left to the next call, so that each call is bounded. */
  private void resume() {
    adopt(cursor.open(progress.resume()));
    broken = false;
  }

  private void adopt(Batch next) {
    batch = next;
    progress.received(next);
    endIfUsedUp();
  }

  private RawBsonDocument take() {
    RawBsonDocument change = batch.changes().remove();
    BsonValue id = change.get("_id");
    if (id == null || !id.isDocument()) {
      end();
      throw new MongoException(
          "a change without its _id cannot be resumed after: the pipeline must keep _id");
    }
    progress.took(id.asDocument(), batch);
    if (INVALIDATE.equals(change.get("operationType"))) {
      end();
    }
    endIfUsedUp();
    return change;
  }

  private void endIfUsedUp() {
    if (batch.cursor() == null && batch.changes().isEmpty()) {
      end();
    }
  }

  private void end() {
    ended = true;
    cursor.close();
  }
}
