package dev.tidewatch.stream;

import org.bson.BsonDocument;
import org.bson.BsonTimestamp;

/** Where a stream stands, and so where it is to be resumed. Owned by the thread that reads it. */
final class Progress {

  private final StartPoint start;
  private BsonDocument token;
  private BsonTimestamp operationTime;
  private boolean changeTaken;

  /** At the start. */
  Progress(StartPoint start) {
    this.start = start;
    this.token = start.token();
  }

  /** Where the options want it to start. */
  StartPoint start() {
    return start;
  }

  /** Where to go on after an error. */
  StartPoint resume() {
    return start.resumeAt(token, changeTaken, operationTime);
  }

  /** A copy; null when nothing is known yet. */
  BsonDocument token() {
    return token == null ? null : token.clone();
  }

  /** The first aggregate was answered. */
  void opened(Batch first) {
    operationTime = first.operationTime();
  }

  /** A batch came; if it is empty, there is nothing up to its end. */
  void received(Batch batch) {
    if (batch.changes().isEmpty()) {
      passed(batch.postBatchResumeToken());
    }
  }

  /**
   * A change was taken.
   *
   * @param batch what is left of its batch
   */
  void took(BsonDocument id, Batch batch) {
    changeTaken = true;
    token = Batch.decoded(id);
    received(batch);
  }

  private void passed(BsonDocument postBatchResumeToken) {
    if (postBatchResumeToken != null) {
      token = postBatchResumeToken;
    }
  }
}
