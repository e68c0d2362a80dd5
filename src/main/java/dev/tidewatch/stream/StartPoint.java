package dev.tidewatch.stream;

import org.bson.BsonDocument;
import org.bson.BsonTimestamp;

/**
 * Where an aggregate starts. The options are sent as they were given, even when they contradict
 * each other: that is the server's to refuse. Once a token is known, a resume sends that alone.
 */
record StartPoint(
    BsonDocument resumeAfter, BsonDocument startAfter, BsonTimestamp startAtOperationTime) {

  static StartPoint of(ChangeStreamOptions options) {
    return new StartPoint(
        options.resumeAfter(), options.startAfter(), options.startAtOperationTime());
  }

  /** The token that the options gave: startAfter, else resumeAfter, else null. A copy. */
  BsonDocument token() {
    BsonDocument token = startAfter != null ? startAfter : resumeAfter;
    return token == null ? null : Batch.decoded(token);
  }

  /**
   * Where to go on after an error.
   *
   * @param token the cached resume token, null if there is none yet
   * @param firstChangeTaken startAfter holds only until the first change was taken
   * @param operationTime what the first aggregate's reply had, for a server that sent no token
   */
  StartPoint resumeAt(BsonDocument token, boolean firstChangeTaken, BsonTimestamp operationTime) {
    if (token == null) {
      return startAtOperationTime != null ? this : new StartPoint(null, null, operationTime);
    }
    return startAfter != null && !firstChangeTaken
        ? new StartPoint(null, token, null)
        : new StartPoint(token, null, null);
  }

  void putInto(BsonDocument stage) {
    Commands.put(stage, "resumeAfter", resumeAfter);
    Commands.put(stage, "startAfter", startAfter);
    Commands.put(stage, "startAtOperationTime", startAtOperationTime);
  }
}
