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
 * A stream of changes, each a raw BSON document as the server sent it. What it promises is listed,
 * with a test for each, in {@code docs/semantics.md}.
 *
 * <p>Making one does no I/O; the first {@link #next}, {@link #tryNext} or {@code hasNext} opens it.
 * A network error or one that the server marks as resumable is resumed once, from the cached token,
 * without the caller noticing; whatever else goes wrong is thrown. An error that passes, and an
 * interrupt, leave the stream {@linkplain #isAlive alive}: its next use tries again from where it
 * was. Any other ends it.
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
  // there is no cursor, and the next use has to resume
  private boolean broken;
  // by an invalidate, the server or an error; only the caller closes
  private volatile boolean ended;
  private volatile boolean closed;

  private ChangeStream(WatchTarget target, ChangeStreamOptions options) {
    this.cursor = new Cursor(target, options);
    this.progress = new Progress(StartPoint.of(options));
  }

  /** A stream that opens at its first use. Neither argument may be null. */
  public static ChangeStream watch(WatchTarget target, ChangeStreamOptions options) {
    return new ChangeStream(
        Objects.requireNonNull(target, "target"), Objects.requireNonNull(options, "options"));
  }

  /**
   * Opens the stream now, if it is not open yet: whatever happens after this returns will be seen.
   * {@link #next} and {@link #tryNext} do the same by themselves.
   *
   * @throws MongoException when it cannot be opened; never resumed, the cause is the caller's to
   *     see
   */
  public void open() {
    if (isAlive()) {
      guard(this::ensureOpen);
    }
  }

  /**
   * Blocks until there is a change and returns it.
   *
   * @throws NoSuchElementException when the stream was closed or has ended
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
   * Returns the next change, or empty when there is none after at most one getMore (and at most one
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
   * The stream's one iterator: {@code next} is {@link #next}, {@code hasNext} blocks until there is
   * a change or the stream ends, and does not move {@link #resumeToken} past that change. Nothing
   * can be removed.
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
   * Where a new stream would have to start to see what follows: the last change's, or the server's
   * own position once a batch is used up. A copy; null when nothing is known yet.
   */
  public BsonDocument resumeToken() {
    return progress.token();
  }

  /**
   * Closes the stream and its cursor on the server, for which it waits at most a second, and ends a
   * call that waits in another thread. May be repeated; throws nothing.
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

  /** Gets a batch if there is nothing left of the last one. */
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

  /** Whatever goes wrong ends the stream, unless it passes or the stream was closed meanwhile. */
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

  /** A cursor whose reader is gone ends itself, and to ask a server that is away only waits. */
  private void letGo(RuntimeException error) {
    if (Resumable.isNetwork(error)) {
      cursor.forget();
    } else {
      cursor.kill();
    }
  }

  /** No getMore after it: that is for the next call, so that each has a bound. */
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
