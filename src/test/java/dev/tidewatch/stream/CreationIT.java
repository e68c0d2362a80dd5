package dev.tidewatch.stream;

import static dev.tidewatch.stream.WatchedCollection.number;
import static dev.tidewatch.stream.WatchedCollection.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import dev.tidewatch.testing.statements.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Making and closing a stream, and what is wrong with its options. */
class CreationIT {

  private static final BsonDocument NONSENSE =
      new BsonDocument("_data", new BsonString("nonsense"));

  @RegisterExtension
  static final WatchedCollection WATCHED = new WatchedCollection("change_stream_creation_it");

  @Test
  @Statement(1)
  void s01_makingAStreamDoesNoIo() {
    ChangeStream stream = WATCHED.watch(options().resumeAfter(NONSENSE));
    stream.isAlive();
    stream.resumeToken();
    stream.iterator();
    stream.close();

    assertThat(WATCHED.sent().names()).isEmpty();
  }

  @Test
  @Statement(1)
  void s01_theFirstUseOpensIt() {
    try (ChangeStream stream = WATCHED.watch(options())) {
      stream.tryNext();
      assertThat(WATCHED.sent().names()).containsExactly("aggregate", "getMore");
    }
    BsonDocument token = WATCHED.token();
    WATCHED.insert(1);
    try (ChangeStream stream = WATCHED.watch(options().startAfter(token))) {
      assertThat(number(stream.next())).isEqualTo(1);
      assertThat(WATCHED.sent().names()).startsWith("aggregate");
    }
    WATCHED.sent().clear();
    try (ChangeStream stream = WATCHED.watch(options().startAfter(token))) {
      assertThat(stream.iterator()).hasNext();
      assertThat(WATCHED.sent().names()).startsWith("aggregate");
    }
  }

  @Test
  @Statement(2)
  void s02_aStreamThatWasNeverUsedIsAlive() {
    assertThat(WATCHED.watch(options()).isAlive()).isTrue();
  }

  @Test
  @Statement(3)
  void s03_closingBeforeTheFirstUseDoesNothingAndMayBeRepeated() {
    ChangeStream stream = WATCHED.watch(options());

    stream.close();
    stream.close();

    assertThat(stream.isAlive()).isFalse();
    assertThat(stream.tryNext()).isEmpty();
    assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    stream.open();
    assertThat(WATCHED.sent().names()).isEmpty();
  }

  @Test
  @Statement(3)
  void s03_closingAUsedStreamKillsItsCursorOnce() {
    ChangeStream stream = WATCHED.opened(options());

    stream.close();
    stream.close();

    assertThat(stream.isAlive()).isFalse();
    assertThat(WATCHED.sent().names()).containsExactly("killCursors");
  }

  @Test
  @Statement(4)
  void s04_badArgumentsFailAtOnce() {
    assertThatNullPointerException()
        .isThrownBy(() -> ChangeStream.watch(null, ChangeStreamOptions.NONE))
        .withMessage("target");
    assertThatNullPointerException()
        .isThrownBy(() -> ChangeStream.watch(WATCHED.target(), null))
        .withMessage("options");
    assertThatNullPointerException()
        .isThrownBy(() -> WatchTarget.collection(WATCHED.client(), "db", null))
        .withMessage("collection");
    assertThatNullPointerException()
        .isThrownBy(() -> WatchTarget.database(null, "db"))
        .withMessage("client");
    assertThatNullPointerException()
        .isThrownBy(() -> options().pipeline(null).build())
        .withMessage("pipeline");
    assertThatNullPointerException()
        .isThrownBy(() -> options().pipeline(Arrays.asList(new BsonDocument(), null)).build())
        .withMessage("a stage of the pipeline");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options().batchSize(-1).build())
        .withMessageContaining("batchSize is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options().maxAwaitTime(Duration.ofMillis(-1)).build())
        .withMessageContaining("maxAwaitTime");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options().maxAwaitTime(Duration.ofDays(365)).build())
        .withMessageContaining("maxAwaitTime");
    assertThat(WATCHED.sent().names()).isEmpty();
  }

  @Test
  @Statement(4)
  void s04_argumentsAreCopied() {
    BsonDocument condition = BsonDocument.parse("{$in: [{deep: 1}, 2]}");
    List<BsonDocument> pipeline = new ArrayList<>();
    pipeline.add(new BsonDocument("$match", new BsonDocument("fullDocument.n", condition)));
    BsonDocument comment = new BsonDocument("why", new BsonString("test"));
    ChangeStreamOptions.Builder options = options().pipeline(pipeline).comment(comment);

    try (ChangeStream stream = WATCHED.watch(options)) {
      condition.getArray("$in").get(0).asDocument().put("deep", new BsonInt32(3));
      condition.getArray("$in").clear();
      condition.put("$exists", new BsonInt32(9));
      pipeline.clear();
      comment.clear();
      stream.open();
    }

    BsonDocument sent = WATCHED.sent().last("aggregate");
    assertThat(sent.getArray("pipeline").get(1))
        .isEqualTo(BsonDocument.parse("{$match: {'fullDocument.n': {$in: [{deep: 1}, 2]}}}"));
    assertThat(sent.get("comment")).isEqualTo(BsonDocument.parse("{why: 'test'}"));
  }

  @Test
  @Statement(4)
  void s04_optionsAreImmutable() {
    ChangeStreamOptions options =
        options().pipeline(List.of(BsonDocument.parse("{$match: {}}"))).build();

    assertThatThrownBy(() -> options.pipeline().get(0).clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> options.pipeline().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @Statement(6)
  void s06_anUnknownModeReachesTheServerAndItsRefusalTheCaller() {
    assertThatThrownBy(() -> WATCHED.watch(options().fullDocument("sometimes")).tryNext())
        .isInstanceOf(MongoCommandException.class)
        .hasMessageContaining("sometimes");
    assertThat(WATCHED.lastStage()).containsEntry("fullDocument", new BsonString("sometimes"));

    assertThatThrownBy(() -> WATCHED.watch(options().fullDocumentBeforeChange("rarely")).tryNext())
        .isInstanceOf(MongoCommandException.class);
    assertThat(WATCHED.lastStage())
        .containsEntry("fullDocumentBeforeChange", new BsonString("rarely"));
  }

  @Test
  @Statement(7)
  void s07_contradictoryStartOptionsAreTheServersToRefuse() {
    BsonDocument token = WATCHED.token();
    ChangeStreamOptions.Builder options =
        options()
            .resumeAfter(token)
            .startAfter(token)
            .startAtOperationTime(new BsonTimestamp(1_700_000_000, 1));

    assertThatThrownBy(() -> WATCHED.watch(options).tryNext())
        .isInstanceOf(MongoCommandException.class)
        .hasMessageMatching("(?s).*(resumeAfter|startAfter|startAtOperationTime).*");

    assertThat(WATCHED.lastStage())
        .containsOnlyKeys("resumeAfter", "startAfter", "startAtOperationTime");
  }

  @Test
  @Statement(5)
  void s05_theStreamsOwnStageIsFirstAndWhatWasNotGivenIsNotSent() {
    BsonDocument stage = BsonDocument.parse("{$match: {'fullDocument.n': {$gt: 1}}}");
    ChangeStreamOptions.Builder options = ChangeStreamOptions.builder().pipeline(List.of(stage));
    try (ChangeStream stream = WATCHED.watch(options)) {
      stream.open();
      WATCHED.insert(1, 2);

      assertThat(number(stream.next())).isEqualTo(2);
    }

    BsonDocument aggregate = WATCHED.sent().last("aggregate");
    assertThat(aggregate.getArray("pipeline"))
        .isEqualTo(new BsonArray(List.of(BsonDocument.parse("{$changeStream: {}}"), stage)));
    assertThat(own(aggregate)).containsExactly("aggregate", "pipeline", "cursor");
    assertThat(aggregate.getDocument("cursor")).isEmpty();
    assertThat(own(WATCHED.sent().last("getMore"))).containsExactly("getMore", "collection");
  }

  /** The fields of a command that are not the driver's. */
  private static List<String> own(BsonDocument command) {
    List<String> drivers = List.of("$db", "lsid", "$clusterTime", "$readPreference");
    return command.keySet().stream().filter(name -> !drivers.contains(name)).toList();
  }
}
