package dev.tidewatch.feed.control.source;

import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStreamOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/**
 * How a feed's change stream is opened, beside what its settings say.
 *
 * @param after the position that it starts after, an invalidate's too; from now on if that is null
 * @param byTime whether it starts at the cluster time of {@code after}, so that the server need not
 *     find the position; {@code firstStages} then have to leave out what comes before
 * @param firstStages stages before the feed's own pipeline
 * @param lastStages stages after it
 * @param batchSize the most changes in one reply; 0 for none in the first reply and as many as the
 *     server likes in the others; null leaves it to the server
 * @param maxAwait how long the server waits for a change
 * @param bare whether the stream shows every event and reads no document: without the feed's
 *     pipeline and images
 */
public record StreamOpening(
    Position after,
    boolean byTime,
    List<BsonDocument> firstStages,
    List<BsonDocument> lastStages,
    Integer batchSize,
    Duration maxAwait,
    boolean bare) {

  private static final Duration MAX_AWAIT = Duration.ofSeconds(1);

  /** As readers want it: after a position, and waiting for changes up to a second. */
  static StreamOpening after(Position after, Integer batchSize) {
    return new StreamOpening(after, false, List.of(), List.of(), batchSize, MAX_AWAIT, false);
  }

  /** The same, with one more stage before the feed's own. */
  StreamOpening first(BsonDocument stage) {
    List<BsonDocument> stages = new ArrayList<>(firstStages);
    stages.add(stage);
    return new StreamOpening(after, byTime, stages, lastStages, batchSize, maxAwait, bare);
  }

  /** The same with other stages after the feed's own. */
  StreamOpening last(List<BsonDocument> stages) {
    return new StreamOpening(after, byTime, firstStages, stages, batchSize, maxAwait, bare);
  }

  /** The same, starting at the cluster time of the position; it must have one. */
  StreamOpening atItsTime() {
    return new StreamOpening(after, true, firstStages, lastStages, batchSize, maxAwait, bare);
  }

  /** The same, with another size of replies. */
  StreamOpening inBatchesOf(Integer size) {
    return new StreamOpening(after, byTime, firstStages, lastStages, size, maxAwait, bare);
  }

  /** The same, for what has happened by now: the server hardly waits. */
  StreamOpening withoutWaiting() {
    Duration hardly = Duration.ofMillis(10);
    return new StreamOpening(after, byTime, firstStages, lastStages, batchSize, hardly, bare);
  }

  /** The same, without the feed's pipeline and images. */
  StreamOpening asBare() {
    return new StreamOpening(after, byTime, firstStages, lastStages, batchSize, maxAwait, true);
  }

  /** Sets what this says, all but the pipeline. */
  void applyTo(ChangeStreamOptions.Builder options) {
    options.maxAwaitTime(maxAwait);
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
