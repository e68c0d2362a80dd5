package dev.tidewatch.stream;

import org.bson.BsonDocument;
import org.bson.BsonTimestamp;

/**
 * Where an aggregate starts. The options are sent as given, even if they contradict each other,
 * because the server refuses them. Once a token is known, a resume sends only the token.
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
   * Where to resume after an error.
   *
   * @param token the cached resume token, null if there is none yet
   * @param firstChangeTaken whether a change was taken; startAfter is used only until then
   * @param operationTime the first aggregate's operation time, for a server that sent no token
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
