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
 * A feed's change stream. Changes that the server had to split are joined.
 *
 * <p>It also determines what an error is about, which the code alone does not tell. A refused
 * stream is opened again with less. If it opens without a first reply, the error was about an
 * event. If it opens without the position, the error was about the position. Otherwise the error is
 * about the settings. An existing position that the server cannot find is looked up by its time
 * ({@link ClusterTimeLookup}).
 *
 * <p>One thread reads; any thread may close.
 */
public final class FeedStream implements AutoCloseable {

  private final FeedStreamFactory streams;
  private final SplitEvents parts = new SplitEvents();
  private StreamOpening opening;
  private volatile ChangeStream stream;
  private volatile boolean closed;
  private boolean hasRead;
  // the error that made it reopen by time instead of by token
  private MongoCommandException passed;

  FeedStream(FeedStreamFactory streams, StreamOpening opening) {
    this.streams = streams;
    this.opening = opening;
    if (!isCut()) {
      this.stream = streams.raw(opening);
    }
  }

  /**
   * Opens the stream. Changes after this returns will be read.
   *
   * @throws StreamException if the cause of the server's error is known
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

  /** Opens the stream, beyond the event at the position if that event cannot be read. */
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
   * Opens the stream by the position's time, because the server may also fail at the position's own
   * event: a reader stands right after an event that was skipped. Returns false if that was tried
   * already.
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

  /** Opens the stream; throws StreamException if an event cannot be read. */
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

  /** Opens the stream at the position's time; {@code refusal} is null if nothing else was tried. */
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
   * The next change; empty if there is none now, or if it is not complete yet.
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
      // at this time there is an invalidate, which ends every stream; the event lies after it
      throw new StreamException(Kind.UNREADABLE, passed);
    }
    return event;
  }

  /** Whether an error's code alone determines its meaning. */
  private static boolean isClear(MongoCommandException error) {
    return StreamFailure.of(error, true).kind().isClear();
  }

  private boolean mayConcernPosition(MongoCommandException error) {
    return !isClear(error) || isNotFound(error);
  }

  /** Whether the server did not find a position, whose id may have no type bits. */
  private boolean isNotFound(MongoCommandException error) {
    return opening.after() != null
        && !opening.byTime()
        && StreamFailure.of(error, true).kind() == Kind.PIPELINE_CHANGED;
  }

  private boolean isCut() {
    return opening.after() != null && opening.after().isCut() && !opening.byTime();
  }

  /** The stream's position between two changes; null if it is within a split change or unknown. */
  public Position position() {
    BsonDocument token = stream.resumeToken();
    return token == null || parts.isPending() ? null : Position.of(token);
  }

  /** Whether it has read a change or an empty reply since it was opened. */
  public boolean hasRead() {
    return hasRead;
  }

  public boolean isAlive() {
    return stream.isAlive();
  }

  /** May be repeated; throws nothing. */
  @Override
  public void close() {
    closed = true;
    ChangeStream now = stream;
    if (now != null) {
      now.close();
    }
  }
}
