package dev.tidewatch.stream;

import static dev.tidewatch.stream.WatchedCollection.number;
import static dev.tidewatch.stream.WatchedCollection.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.tidewatch.testing.faults.FailPoint;
import dev.tidewatch.testing.faults.NeedsFailPoints;
import dev.tidewatch.testing.mongo.RealMongo;
import dev.tidewatch.testing.statements.Statement;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From where a stream goes on. */
@NeedsFailPoints
class ResumingIT {

  private static final String FAILURE = "{errorCode: 43}";

  @RegisterExtension
  static final WatchedCollection WATCHED = new WatchedCollection("change_stream_resuming_it");

  @Test
  @Statement(26)
  void s26_aStreamResumesAgainAndAgainWithNoChangeBetween() {
    int times = 10;
    try (ChangeStream stream = WATCHED.opened(options())) {
      try (FailPoint failing = FailPoint.times(times, WATCHED.application(), FAILURE, "getMore")) {
        for (int resumed = 1; resumed <= times; resumed++) {
          assertThat(stream.tryNext()).isEmpty();
          assertThat(WATCHED.sent().count("aggregate")).isEqualTo(resumed);
        }
      }
      WATCHED.insert(1);

      assertThat(number(stream.next())).isEqualTo(1);
      assertThat(WATCHED.sent().count("aggregate")).isEqualTo(times);
    }
    assertThat(WATCHED.idleCursors()).as("each resume ends the cursor before it").isEmpty();
  }

  @Test
  @Statement(26)
  void s26_oneNextOvercomesManyErrorsAndLosesNothing() {
    try (ChangeStream stream = WATCHED.opened(options())) {
      try (FailPoint failing = FailPoint.times(5, WATCHED.application(), FAILURE, "getMore")) {
        for (int n = 1; n <= 5; n++) {
          WATCHED.insert(n);
          assertThat(number(stream.next())).isEqualTo(n);
        }
      }
      assertThat(stream.tryNext()).isEmpty();
    }
  }

  @Test
  @Statement(28)
  void s28_resumingUsesStartAfterUntilTheFirstChange() {
    BsonDocument token = WATCHED.token();
    try (ChangeStream stream = WATCHED.opened(options().startAfter(token))) {
      resume(stream);
      BsonDocument before = WATCHED.lastStage();
      assertThat(before).containsOnlyKeys("startAfter");

      WATCHED.insert(1);
      BsonDocument change = stream.next();
      BsonDocument known = stream.resumeToken();
      resume(stream);
      assertThat(WATCHED.lastStage()).isEqualTo(new BsonDocument("resumeAfter", known));
      assertThat(change).isNotNull();
    }
  }

  @Test
  @Statement(28)
  void s28_afterAnInvalidateStartAfterIsUsedAgain() {
    WATCHED.insert(0);
    BsonDocument invalidate;
    try (ChangeStream stream = WATCHED.opened(options())) {
      WATCHED.collection().drop();
      stream.forEach(change -> {});
      invalidate = stream.resumeToken();
    }
    try (ChangeStream stream = WATCHED.opened(options().startAfter(invalidate))) {
      resume(stream);
      WATCHED.insert(1);

      assertThat(number(stream.next())).isEqualTo(1);
    }
  }

  @Test
  @Statement(28)
  void s28_withResumeAfterItIsAlwaysResumeAfter() {
    BsonDocument token = WATCHED.token();
    try (ChangeStream stream = WATCHED.opened(options().resumeAfter(token))) {
      resume(stream);

      assertThat(WATCHED.lastStage()).containsOnlyKeys("resumeAfter");
    }
  }

  @Test
  @Statement(28)
  void s28_anOperationTimeIsDroppedOnceATokenIsKnown() {
    // at the time of the last write, which must not be one that is watched
    WATCHED.database().getCollection("other").insertOne(new Document());
    try (ChangeStream stream = WATCHED.opened(options().startAtOperationTime(now()))) {
      BsonDocument known = stream.resumeToken();
      assertThat(known).isNotNull();
      resume(stream);

      assertThat(WATCHED.lastStage()).isEqualTo(new BsonDocument("resumeAfter", known));
    }
  }

  private static void resume(ChangeStream stream) {
    WATCHED.sent().clear();
    try (FailPoint once = FailPoint.times(1, WATCHED.application(), FAILURE, "getMore")) {
      assertThat(stream.tryNext()).isEmpty();
    }
    assertThat(WATCHED.sent().count("aggregate")).isEqualTo(1);
  }

  private static BsonTimestamp now() {
    try (MongoClient client = MongoClients.create(RealMongo.uri())) {
      return client
          .getDatabase("admin")
          .runCommand(new Document("ping", 1))
          .get("operationTime", BsonTimestamp.class);
    }
  }
}
