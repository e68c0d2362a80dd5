package dev.tidewatch.feed.control.source;

import com.mongodb.MongoCommandException;
import dev.tidewatch.feed.control.source.StreamFailure.Kind;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/**
 * Finds a position by its cluster time if a server cannot find it by its token, because the token
 * was cut or its id has no type bits. The event must exist, else the position is not one of this
 * stream. The stream then starts at the event's time and skips everything up to it.
 */
final class ClusterTimeLookup {

  private static final BsonDocument ID_ALONE =
      new BsonDocument("$project", new BsonDocument("_id", new BsonInt32(1)));
  private static final String DATA = "_id._data";

  /**
   * Empty replies after which a lookup is given up; a server usually answers within milliseconds.
   */
  private static final int ANSWERS = 500;

  private ClusterTimeLookup() {}

  /**
   * Returns an opening that starts after the same position, by its time.
   *
   * @param refusal the server's error for the token; null if the token was not tried
   * @throws StreamException if the position does not exist
   * @throws MongoCommandException if the server refuses the stream without the token too; the
   *     refusal itself if it says that a token, though it is one, was not found
   */
  static StreamOpening find(
      FeedStreamFactory streams, StreamOpening opening, MongoCommandException refusal) {
    Position after = opening.after();
    if (after.clusterTime().isEmpty()) {
      // checks whether the server accepts the stream at all
      try (ChangeStream now = streams.raw(StreamOpening.after(null, 0))) {
        now.open();
      }
      throw notFound(refusal);
    }
    StreamOpening atItsTime = opening.atItsTime();
    try (ChangeStream taken = streams.raw(atItsTime.inBatchesOf(0))) {
      taken.open();
    }
    if (!exists(streams, atItsTime)) {
      throw notFound(refusal);
    }
    return atItsTime.first(match("$gt", after.data()));
  }

  private static boolean exists(FeedStreamFactory streams, StreamOpening atItsTime) {
    Position after = atItsTime.after();
    StreamOpening thereAlone =
        atItsTime
            .withoutWaiting()
            .inBatchesOf(0)
            .first(match("$gte", after.kept()))
            .first(match("$lte", after.data()))
            .last(List.of(ID_ALONE));
    try (ChangeStream events = streams.exactly(thereAlone)) {
      for (int i = 0; i < ANSWERS; i++) {
        Optional<RawBsonDocument> event = events.tryNext();
        if (event.isPresent()) {
          return after.isPositionOf(Position.of(event.get().getDocument("_id")));
        }
        if (!events.isAlive() || hasPassed(events, after)) {
          return false;
        }
      }
      return false;
    } catch (MongoCommandException e) {
      // it exists but cannot be read: readers know its position from the gap that replaced it
      if (StreamFailure.of(e, true).kind().isAboutEvent()) {
        return true;
      }
      throw e;
    }
  }

  /**
   * Whether a stream with an empty reply has passed a position. An idle server reports the time of
   * the last event, which the high-water mark before that event shares.
   */
  static boolean hasPassed(ChangeStream stream, Position position) {
    BsonDocument token = stream.resumeToken();
    return token != null
        && position
            .clusterTime()
            .flatMap(time -> Position.of(token).clusterTime().map(now -> now.compareTo(time) >= 0))
            .orElse(true);
  }

  /** A stage that selects events by their positions. */
  static BsonDocument match(String operator, String data) {
    return new BsonDocument(
        "$match", new BsonDocument(DATA, new BsonDocument(operator, new BsonString(data))));
  }

  private static RuntimeException notFound(MongoCommandException refusal) {
    boolean couldBeOne =
        refusal != null && StreamFailure.of(refusal, true).kind() == Kind.PIPELINE_CHANGED;
    return couldBeOne
        ? refusal
        : new StreamException(new StreamFailure(Kind.BAD_POSITION, ""), refusal);
  }
}
