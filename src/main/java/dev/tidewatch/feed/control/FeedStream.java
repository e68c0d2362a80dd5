package dev.tidewatch.feed.control;

import com.mongodb.MongoCommandException;
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
 * <p>One thread reads; any may close.
 */
final class FeedStream implements AutoCloseable {

  private final FeedStreams streams;
  private final Position after;
  private final Integer batchSize;
  private final SplitEvents parts = new SplitEvents();
  private volatile ChangeStream stream;
  private volatile boolean closed;
  private boolean hasRead;

  FeedStream(FeedStreams streams, Position after, Integer batchSize) {
    this.streams = streams;
    this.after = after;
    this.batchSize = batchSize;
    this.stream = streams.raw(after, batchSize);
  }

  /** Opens it now: what happens after this returns will be seen. */
  void open() {
    boolean split = streams.sendsSplit();
    try {
      stream.open();
    } catch (MongoCommandException e) {
      if (!split || !StreamFailure.isUnknownStage(e)) {
        throw e;
      }
      streams.serverDoesNotSplit();
      stream.close();
      stream = streams.raw(after, batchSize);
      if (closed) {
        stream.close();
      }
      stream.open();
    }
  }

  /** The next change; empty if there is none by now, or if it is not whole yet. */
  Optional<Change> tryNext() {
    while (true) {
      Optional<RawBsonDocument> event = stream.tryNext();
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

  /** Where the stream stands, if that is a place between two changes; null if it is none. */
  Position position() {
    BsonDocument token = stream.resumeToken();
    return token == null || parts.isPending() ? null : Position.of(token);
  }

  /** Whether it has read anything since it was opened. */
  boolean hasRead() {
    return hasRead;
  }

  boolean isAlive() {
    return stream.isAlive();
  }

  /** May be repeated, and throws nothing. */
  @Override
  public void close() {
    closed = true;
    stream.close();
  }
}
