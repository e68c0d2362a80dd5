package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;

/**
 * Opens one feed's stream for whoever reads it, and knows what its server can do about events of
 * more than 16 MB: split them ($changeStreamSplitLargeEvent, from 6.0.9 and 7.0 on), or not.
 *
 * <p>Any thread.
 */
public final class FeedStreams {

  private static final List<BsonDocument> SPLIT =
      List.of(new BsonDocument("$changeStreamSplitLargeEvent", new BsonDocument()));
  private static final List<BsonDocument> ID_ALONE =
      List.of(new BsonDocument("$project", new BsonDocument("_id", new BsonInt32(1))));

  private final StreamSource source;
  private volatile boolean serverSplits = true;

  /** The streams of one feed. */
  public FeedStreams(StreamSource source) {
    this.source = source;
  }

  /** A stream after a position, or from now on if that is null; no I/O yet. */
  FeedStream startAfter(Position position) {
    return new FeedStream(this, position, null);
  }

  /**
   * The same, with one change in each reply. A server that cannot send a change fails the whole
   * reply, and with it those before it: this gets them.
   */
  FeedStream oneByOne(Position position) {
    return new FeedStream(this, position, 1);
  }

  /** What {@link FeedStream} reads. */
  ChangeStream raw(Position position, Integer batchSize) {
    return source.startAfter(position, serverSplits ? SPLIT : List.of(), batchSize);
  }

  /** Whether the stage is still sent, which it is until a server does not know it. */
  boolean sendsSplit() {
    return serverSplits;
  }

  /** The server does not know the stage. */
  void serverDoesNotSplit() {
    serverSplits = false;
  }

  /**
   * The position of the first event after a position, read without the event: this is how one that
   * is too large to be had is stepped over. Empty if there is none.
   */
  Optional<Position> firstAfter(Position position) {
    try (ChangeStream stream = source.startAfter(position, ID_ALONE, 1)) {
      Optional<RawBsonDocument> event = stream.tryNext();
      return event.map(e -> Position.of(e.getDocument("_id")));
    }
  }
}
