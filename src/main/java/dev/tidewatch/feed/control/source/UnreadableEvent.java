package dev.tidewatch.feed.control.source;

import com.mongodb.MongoCommandException;
import dev.tidewatch.feed.control.source.StreamFailure.Kind;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;

/**
 * Finds the event that a server cannot send, so that it alone is skipped. The error does not
 * identify the event, and it is not always the next one, because the feed's pipeline may filter out
 * events before it.
 *
 * <p>The positions of the next events come from a bare stream, which avoids what fails. The feed's
 * own stream is then limited to events up to one of these positions. The first position at which it
 * fails is the event's. That is usually the very first; otherwise a binary search finds it.
 */
public final class UnreadableEvent {

  private static final List<BsonDocument> ID_ALONE =
      List.of(new BsonDocument("$project", new BsonDocument("_id", new BsonInt32(1))));

  /** Positions read at once. */
  private static final int CANDIDATES = 1000;

  /** The most events found at once; readers get their gaps before more are searched for. */
  private static final int MOST = 128;

  /** Empty replies after which a probe is given up and the search retried later. */
  private static final int ANSWERS = 500;

  private final FeedStreamFactory streams;
  private final Position after;
  private StreamOpening start;
  private Gap.Reason reason;

  /**
   * Where to continue.
   *
   * @param to the event's position, or one before it
   * @param reason why the event cannot be read; null if everything up to {@code to} is filtered out
   *     and the event is further on
   */
  public record Step(Position to, Gap.Reason reason) {}

  UnreadableEvent(FeedStreamFactory streams, Position after) {
    this.streams = streams;
    this.after = after;
    this.start = StreamOpening.after(after, null);
  }

  /** The steps over unreadable events; empty if the server can send the event now. */
  List<Step> steps() {
    List<Position> candidates = begin();
    int found = find(candidates);
    List<Step> steps = new ArrayList<>();
    if (found < candidates.size()) {
      do {
        steps.add(new Step(candidates.get(found), reason));
        found++;
      } while (found < candidates.size() && steps.size() < MOST && failsNext(candidates, found));
    } else if (found == CANDIDATES) {
      steps.add(new Step(candidates.get(found - 1), null));
    }
    return steps;
  }

  /** The index of the first candidate that fails; their number if none does. */
  private int find(List<Position> candidates) {
    int clear = -1;
    int failing = 0;
    while (failing < candidates.size() && !fails(candidates.get(failing))) {
      clear = failing;
      boolean isLast = failing == candidates.size() - 1;
      failing = isLast ? candidates.size() : Math.min(2 * failing + 1, candidates.size() - 1);
    }
    while (failing - clear > 1 && failing < candidates.size()) {
      int middle = (failing + clear) >>> 1;
      if (fails(candidates.get(middle))) {
        failing = middle;
      } else {
        clear = middle;
      }
    }
    return failing;
  }

  /** Whether the next candidate fails as well; false if an invalidate is between them. */
  private boolean failsNext(List<Position> candidates, int index) {
    Position before = candidates.get(index - 1);
    return before.clusterTime().isPresent()
        && fails(afterItsEvent(before), candidates.get(index), false);
  }

  /** Reads the next positions, by time if the server cannot find the position itself. */
  private List<Position> begin() {
    if (!after.isCut()) {
      try {
        return candidates();
      } catch (MongoCommandException e) {
        if (!after.typeBits().isEmpty() || after.clusterTime().isEmpty()) {
          throw e;
        }
      }
    }
    start = afterItsEvent(after);
    return candidates();
  }

  private List<Position> candidates() {
    StreamOpening bare = start.asBare().withoutWaiting().inBatchesOf(CANDIDATES).last(ID_ALONE);
    List<Position> positions = new ArrayList<>();
    try (ChangeStream events = streams.exactly(bare)) {
      Optional<RawBsonDocument> event = events.tryNext();
      while (event.isPresent() && positions.size() < CANDIDATES) {
        positions.add(Position.of(event.get().getDocument("_id")));
        event = events.tryNext();
      }
    }
    return positions;
  }

  /**
   * Whether the server cannot send the events up to a position. The event at the start is excluded,
   * because the server may fail at it too.
   */
  private boolean fails(Position end) {
    return fails(start, end, true)
        && (start.byTime()
            || after.clusterTime().isEmpty()
            || fails(afterItsEvent(after), end, true));
  }

  /**
   * Whether the server cannot send the events between two positions.
   *
   * @param atInvalidate the result if there is an invalidate at the start's cluster time, which
   *     ends every stream that begins at that time
   */
  private boolean fails(StreamOpening from, Position end, boolean atInvalidate) {
    StreamOpening limited =
        from.withoutWaiting().inBatchesOf(0).first(ClusterTimeLookup.match("$lte", end.data()));
    try (ChangeStream stream = streams.raw(limited)) {
      stream.open();
      for (int i = 0; i < ANSWERS; i++) {
        Optional<RawBsonDocument> event = read(stream);
        if (event == null) {
          return true;
        }
        if (event.isPresent() || ClusterTimeLookup.hasPassed(stream, end)) {
          return false;
        }
        if (!stream.isAlive()) {
          return atInvalidate;
        }
      }
    }
    return false;
  }

  private static StreamOpening afterItsEvent(Position position) {
    return StreamOpening.after(position, null)
        .atItsTime()
        .first(ClusterTimeLookup.match("$gt", position.data()));
  }

  /** Reads from a stream; null if an event fails. */
  private Optional<RawBsonDocument> read(ChangeStream stream) {
    try {
      return stream.tryNext();
    } catch (MongoCommandException e) {
      Kind kind = StreamFailure.of(e, true).kind();
      if (!kind.isAboutEvent()) {
        throw e;
      }
      reason = kind == Kind.OVERSIZED ? Gap.Reason.OVERSIZED : Gap.Reason.UNREADABLE;
      return null;
    }
  }
}
