package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import java.util.List;
import org.bson.BsonDocument;

/** Makes a feed's change stream; the stream does its first I/O when it is first used. */
@FunctionalInterface
public interface StreamSource {

  /**
   * The stream after a position, an invalidate's too; from now on if that is null.
   *
   * @param lastStages what is to follow the feed's own pipeline
   * @param batchSize the most changes in one reply; null leaves it to the server
   */
  ChangeStream startAfter(Position position, List<BsonDocument> lastStages, Integer batchSize);
}
