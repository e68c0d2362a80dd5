package dev.tidewatch.feed.control.source;

import com.mongodb.MongoCommandException;
import dev.tidewatch.feed.control.source.StreamFailure.Kind;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.SplitEvents;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * A feed's stream as whole changes: what the server had to split is joined again.
 *
 * <p>It also finds out what an error concerns, which a code alone does not tell. What a server
 * refuses is opened again with one thing less: without a first reply, and the error was about an
 * event; without the position, and it was about that; else it is about the settings. A position
 * that the server cannot find, though it is one, is looked for by its time ({@link
 * ClusterTimeLookup}).
 *
 * <p>One thread reads; any may close.
 */
public final class FeedStream implements AutoCloseable {

  private final FeedStreamFactory streams;
  private final SplitEvents parts = new SplitEvents();
  private StreamOpening opening;
  private volatile ChangeStream stream;
  private volatile boolean closed;
  private boolean hasRead;
  // why it was opened by its time after it had been opened at its token
  private MongoCommandException passed;

  FeedStream(FeedStreamFactory streams, StreamOpening opening) {
    this.streams = streams;
    this.opening = opening;
    if (!isCut()) {
      this.stream = streams.raw(opening);
    }
  }

  /**
   * Opens it now: what happens after this returns will be seen.
   *
   * @throws StreamException if it is known what the server's error is about
   */
  public void open() {
    if (isCut()) {
      seek(null);
      return;
    }
    try {
      openOrPass();
    } catch (MongoCommandException e) {
      if (opening.after() == null || !mayConcernPosition(e)) {
        throw StreamFailure.refusal(e, streams.settings());
      }
      seek(e);
    }
  }

  /** Opens it; beyond the event at the position if it is that one which cannot be had. */
  private void openOrPass() {
    try {
      openOrSay();
    } catch (StreamException e) {
      if (!(e.getCause() instanceof MongoCommandException error) || !pass(error)) {
        throw e;
      }
    }
  }

  /**
   * Opens it by the position's time, because the server fails at the position's own event too: it
   * looks for the event behind the feed's pipeline, and that is how a reader stands right after an
   * event that was stepped over. False if that has been tried.
   */
  private boolean pass(MongoCommandException error) {
    Position after = opening.after();
    if (hasRead || opening.byTime() || after == null || after.clusterTime().isEmpty()) {
      return false;
    }
    passed = error;
    replace(opening.atItsTime().first(ClusterTimeLookup.match("$gt", after.data())));
    openOrSay();
    return true;
  }

  /** Opens it, and says so if it is an event that cannot be had. */
  private void openOrSay() {
    try {
      openAndSplit();
    } catch (MongoCommandException e) {
      if (isClear(e)) {
        throw e;
      }
      try (ChangeStream empty = streams.raw(opening.inBatchesOf(0))) {
        empty.open();
      }
      throw new StreamException(Kind.UNREADABLE, e);
    }
  }

  private void openAndSplit() {
    boolean split = streams.sendsSplit();
    try {
      stream.open();
    } catch (MongoCommandException e) {
      if (!split || !StreamFailure.isUnknownStage(e)) {
        throw e;
      }
      streams.serverDoesNotSplit();
      replace(opening);
      stream.open();
    }
  }

  /** Opens it at the position's time; {@code refusal} is null if nothing else was tried. */
  private void seek(MongoCommandException refusal) {
    try {
      replace(ClusterTimeLookup.find(streams, opening, refusal));
      openOrSay();
    } catch (MongoCommandException e) {
      throw StreamFailure.refusal(e, streams.settings());
    }
  }

  private void replace(StreamOpening other) {
    if (stream != null) {
      stream.close();
    }
    opening = other;
    stream = streams.raw(other);
    if (closed) {
      stream.close();
    }
  }

  /**
   * The next change; empty if there is none by now, or if it is not whole yet.
   *
   * @throws StreamException as {@link #open}
   */
  public Optional<Change> tryNext() {
    while (true) {
      Optional<RawBsonDocument> event = next();
      if (event.isEmpty()) {
        return Optional.empty();
      }
      hasRead = true;
      Optional<RawBsonDocument> whole = parts.add(event.get());
      if (whole.isPresent()) {
        return whole.map(Change::of);
      }
    }
  }

  private Optional<RawBsonDocument> next() {
    try {
      return nextOrEnd();
    } catch (MongoCommandException e) {
      if (!hasRead && isNotFound(e)) {
        seek(e);
        return nextOrEnd();
      }
      boolean isEvents = StreamFailure.of(e, true).kind().isAboutEvent();
      if (isEvents && pass(e)) {
        return next();
      }
      throw isClear(e) ? e : new StreamException(Kind.UNREADABLE, e);
    }
  }

  private Optional<RawBsonDocument> nextOrEnd() {
    Optional<RawBsonDocument> event = stream.tryNext();
    if (event.isEmpty() && passed != null && !hasRead && !closed && !stream.isAlive()) {
      // at its time there is an invalidate, which ends every stream: the event lies behind that
      throw new StreamException(Kind.UNREADABLE, passed);
    }
    return event;
  }

  /** Whether its code tells all there is to know about an error. */
  private static boolean isClear(MongoCommandException error) {
    return StreamFailure.of(error, true).kind().isClear();
  }

  private boolean mayConcernPosition(MongoCommandException error) {
    return !isClear(error) || isNotFound(error);
  }

  /** Whether the server did not find a position; its id may be from before ids had type bits. */
  private boolean isNotFound(MongoCommandException error) {
    return opening.after() != null
        && !opening.byTime()
        && StreamFailure.of(error, true).kind() == Kind.PIPELINE_CHANGED;
  }

  private boolean isCut() {
    return opening.after() != null && opening.after().isCut() && !opening.byTime();
  }

  /** Where the stream stands, if that is a place between two changes; null if it is none. */
  public Position position() {
    BsonDocument token = stream.resumeToken();
    return token == null || parts.isPending() ? null : Position.of(token);
  }

  /** Whether it has read anything since it was opened. */
  public boolean hasRead() {
    return hasRead;
  }

  public boolean isAlive() {
    return stream.isAlive();
  }

  /** May be repeated, and throws nothing. */
  @Override
  public void close() {
    closed = true;
    ChangeStream now = stream;
    if (now != null) {
      now.close();
    }
  }
}
