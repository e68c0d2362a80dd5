package dev.tidewatch.stream;

import org.bson.BsonDocument;
import org.bson.BsonTimestamp;

/** A stream's progress, which determines where it resumes. Owned by the thread that reads. */
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

  /** Where the options start it. */
  StartPoint start() {
    return start;
  }

  /** Where to resume after an error. */
  StartPoint resume() {
    return start.resumeAt(token, changeTaken, operationTime);
  }

  /** The resume token. A copy; null if nothing is known yet. */
  BsonDocument token() {
    return token == null ? null : token.clone();
  }

  /** The first aggregate was answered. */
  void opened(Batch first) {
    operationTime = first.operationTime();
  }

  /** A batch was received; an empty batch moves the token to its end. */
  void received(Batch batch) {
    if (batch.changes().isEmpty()) {
      passed(batch.postBatchResumeToken());
    }
  }

  /**
   * A change was taken.
   *
   * @param batch the rest of its batch
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
