package dev.tidewatch.feed.control.source;

import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStreamOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/**
 * How a feed's change stream is opened, in addition to its settings.
 *
 * @param after the position to start after, possibly an invalidate's; null to start now
 * @param byTime whether it starts at the cluster time of {@code after}, so that the server need not
 *     find the position; {@code firstStages} then have to skip what precedes it
 * @param firstStages stages before the feed's own pipeline
 * @param lastStages stages after it
 * @param batchSize the most changes in one reply; 0 for an empty first reply and no limit in the
 *     others; null leaves it to the server
 * @param maxAwait how long the server waits for a change
 * @param limit how long opening may take on the server; null for no limit
 * @param bare whether the stream omits the feed's pipeline and images, so that it shows every event
 *     and looks up no document
 */
public record StreamOpening(
    Position after,
    boolean byTime,
    List<BsonDocument> firstStages,
    List<BsonDocument> lastStages,
    Integer batchSize,
    Duration maxAwait,
    Duration limit,
    boolean bare) {

  private static final Duration MAX_AWAIT = Duration.ofSeconds(1);

  /**
   * The usual opening: after a position, waiting for changes for up to a second. The server knows
   * no token of a position that was made from a time, so the stream starts at the time itself.
   */
  static StreamOpening after(Position after, Integer batchSize) {
    boolean byTime = after != null && after.isBeginningOfSecond();
    return new StreamOpening(
        after, byTime, List.of(), List.of(), batchSize, MAX_AWAIT, null, false);
  }

  /** As this, with one more stage before the feed's own. */
  StreamOpening first(BsonDocument stage) {
    List<BsonDocument> stages = new ArrayList<>(firstStages);
    stages.add(stage);
    return new StreamOpening(after, byTime, stages, lastStages, batchSize, maxAwait, limit, bare);
  }

  /** As this, with other stages after the feed's own. */
  StreamOpening last(List<BsonDocument> stages) {
    return new StreamOpening(after, byTime, firstStages, stages, batchSize, maxAwait, limit, bare);
  }

  /** As this, starting at the cluster time of the position, which must have one. */
  StreamOpening atItsTime() {
    return new StreamOpening(
        after, true, firstStages, lastStages, batchSize, maxAwait, limit, bare);
  }

  /** As this, with another batch size. */
  StreamOpening inBatchesOf(Integer size) {
    return new StreamOpening(after, byTime, firstStages, lastStages, size, maxAwait, limit, bare);
  }

  /** As this, for past changes: the server hardly waits for new ones. */
  StreamOpening withoutWaiting() {
    Duration hardly = Duration.ofMillis(10);
    return new StreamOpening(
        after, byTime, firstStages, lastStages, batchSize, hardly, limit, bare);
  }

  /** As this, without the feed's pipeline and images. */
  StreamOpening asBare() {
    return new StreamOpening(
        after, byTime, firstStages, lastStages, batchSize, maxAwait, limit, true);
  }

  /** As this, failing if the server takes longer to open it. */
  StreamOpening within(Duration time) {
    return new StreamOpening(
        after, byTime, firstStages, lastStages, batchSize, maxAwait, time, bare);
  }

  /** Sets the options of this opening, except the pipeline. */
  void applyTo(ChangeStreamOptions.Builder options) {
    options.maxAwaitTime(maxAwait).maxTime(limit);
    if (batchSize != null) {
      options.batchSize(batchSize);
    }
    if (byTime) {
      options.startAtOperationTime(after.clusterTime().orElseThrow());
    } else if (after != null) {
      options.startAfter(after.resumeToken());
    }
  }
}
