package dev.tidewatch.stream;

import com.mongodb.client.ClientSession;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * The options of a change stream, named as in MongoDB's manual. Null options are not sent, and the
 * server decides. Immutable: given documents are copied, and returned documents cannot be changed.
 *
 * @param pipeline stages after {@code $changeStream}; never null
 * @param fullDocument any mode as text, including modes that the driver does not know
 * @param fullDocumentBeforeChange likewise
 * @param resumeAfter a resume token, but not an invalidate's
 * @param startAfter a resume token, possibly an invalidate's
 * @param startAtOperationTime the cluster time to start at
 * @param maxAwaitTime how long a getMore waits for a change, in whole milliseconds, up to 2^31 - 1;
 *     0 or null is the server's own default, 1 s
 * @param maxTime how long the server may take to open the stream, in whole milliseconds, up to 2^31
 *     - 1; 0 or null is no limit
 * @param batchSize the most changes in one reply
 * @param collation as the server accepts it
 * @param session for every command of the stream
 * @param comment sent with aggregate and getMore, for the server's log and profiler
 * @param showExpandedEvents whether DDL events (create, createIndexes, …) are shown
 */
public record ChangeStreamOptions(
    List<BsonDocument> pipeline,
    String fullDocument,
    String fullDocumentBeforeChange,
    BsonDocument resumeAfter,
    BsonDocument startAfter,
    BsonTimestamp startAtOperationTime,
    Duration maxAwaitTime,
    Duration maxTime,
    Integer batchSize,
    BsonDocument collation,
    ClientSession session,
    BsonValue comment,
    Boolean showExpandedEvents) {

  /** No options: every change from now on. */
  public static final ChangeStreamOptions NONE = builder().build();

  private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

  /** Validates and copies the options. */
  public ChangeStreamOptions {
    pipeline =
        Objects.requireNonNull(pipeline, "pipeline").stream()
            .map(stage -> copy(Objects.requireNonNull(stage, "a stage of the pipeline")))
            .toList();
    if (batchSize != null && batchSize < 0) {
      throw new IllegalArgumentException("batchSize is " + batchSize + ", must not be negative");
    }
    check("maxAwaitTime", maxAwaitTime);
    check("maxTime", maxTime);
    resumeAfter = copy(resumeAfter);
    startAfter = copy(startAfter);
    collation = copy(collation);
    comment = comment == null ? null : copy(new BsonDocument("", comment)).get("");
  }

  private static void check(String name, Duration time) {
    if (time != null && time.isNegative()) {
      throw new IllegalArgumentException(name + " is " + time + ", must not be negative");
    }
    if (time != null && time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " is " + time + ", must not be over " + LONGEST);
    }
  }

  /** A deeply immutable copy. */
  private static BsonDocument copy(BsonDocument document) {
    return document == null ? null : new RawBsonDocument(document, new BsonDocumentCodec());
  }

  /** A builder without any option. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private List<BsonDocument> pipeline = List.of();
    private String fullDocument;
    private String fullDocumentBeforeChange;
    private BsonDocument resumeAfter;
    private BsonDocument startAfter;
    private BsonTimestamp startAtOperationTime;
    private Duration maxAwaitTime;
    private Duration maxTime;
    private Integer batchSize;
    private BsonDocument collation;
    private ClientSession session;
    private BsonValue comment;
    private Boolean showExpandedEvents;

    private Builder() {}

    public Builder pipeline(List<BsonDocument> stages) {
      pipeline = stages;
      return this;
    }

    public Builder fullDocument(String mode) {
      fullDocument = mode;
      return this;
    }

    public Builder fullDocumentBeforeChange(String mode) {
      fullDocumentBeforeChange = mode;
      return this;
    }

    public Builder resumeAfter(BsonDocument token) {
      resumeAfter = token;
      return this;
    }

    public Builder startAfter(BsonDocument token) {
      startAfter = token;
      return this;
    }

    public Builder startAtOperationTime(BsonTimestamp time) {
      startAtOperationTime = time;
      return this;
    }

    public Builder maxAwaitTime(Duration time) {
      maxAwaitTime = time;
      return this;
    }

    public Builder maxTime(Duration time) {
      maxTime = time;
      return this;
    }

    public Builder batchSize(int size) {
      batchSize = size;
      return this;
    }

    public Builder collation(BsonDocument value) {
      collation = value;
      return this;
    }

    public Builder session(ClientSession value) {
      session = value;
      return this;
    }

    public Builder comment(BsonValue value) {
      comment = value;
      return this;
    }

    public Builder showExpandedEvents(boolean show) {
      showExpandedEvents = show;
      return this;
    }

    /** Returns the options; throws IllegalArgumentException if one is out of range. */
    public ChangeStreamOptions build() {
      return new ChangeStreamOptions(
          pipeline,
          fullDocument,
          fullDocumentBeforeChange,
          resumeAfter,
          startAfter,
          startAtOperationTime,
          maxAwaitTime,
          maxTime,
          batchSize,
          collation,
          session,
          comment,
          showExpandedEvents);
    }
  }
}
