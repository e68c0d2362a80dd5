package dev.tidewatch.stream;

import static dev.tidewatch.stream.WatchedCollection.number;
import static dev.tidewatch.stream.WatchedCollection.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.tidewatch.testing.faults.FailPoint;
import dev.tidewatch.testing.faults.NeedsFailPoints;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.TestMongo;
import dev.tidewatch.testing.statements.Statement;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which errors a stream overcomes, and what the others do to it. */
class ErrorsIT {

  private static final String NETWORK = "{closeConnection: true}";
  private static final String NOT_FOUND = "{errorCode: 43}";
  private static final String LABELLED =
      "{errorCode: 96, errorLabels: ['ResumableChangeStreamError']}";
  private static final String FATAL = "{errorCode: 96}";

  @RegisterExtension
  static final WatchedCollection WATCHED = new WatchedCollection("change_stream_errors_it");

  @ParameterizedTest
  @ValueSource(strings = {NETWORK, NOT_FOUND, LABELLED})
  @NeedsFailPoints
  @Statement(24)
  void s24_whatPassesIsResumedWithoutACallerNoticing(String failure) {
    try (ChangeStream stream = WATCHED.opened(options())) {
      WATCHED.insert(1);
      assertThat(number(stream.next())).isEqualTo(1);
      WATCHED.sent().clear();

      try (FailPoint once = once(failure, "getMore")) {
        WATCHED.insert(2);

        assertThat(number(stream.next())).isEqualTo(2);
        assertThat(WATCHED.sent().count("aggregate")).isEqualTo(1);
      }
    }
  }

  @Test
  @NeedsRealMongo // to find the cursor by $currentOp
  @Statement(24)
  void s24_aCursorThatIsGoneIsResumedWithoutACallerNoticing() {
    try (ChangeStream stream = WATCHED.opened(options())) {
      WATCHED.killIdleCursors();
      WATCHED.insert(1);

      assertThat(number(stream.next())).isEqualTo(1);
      assertThat(WATCHED.sent().count("aggregate")).isEqualTo(1);
    }
  }

  /** The last three would be labelled by the server itself, were it not told otherwise. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        FATAL,
        "{errorCode: 136}",
        "{errorCode: 286}",
        "{errorCode: 10107, errorLabels: []}",
        "{errorCode: 91, errorLabels: []}",
        "{errorCode: 6, errorLabels: ['RetryableWriteError']}"
      })
  @NeedsFailPoints
  @Statement(24)
  void s24_nothingElseIsResumed(String failure) {
    try (ChangeStream stream = WATCHED.opened(options());
        FailPoint once = once(failure, "getMore")) {
      assertThatThrownBy(stream::tryNext).isInstanceOf(MongoCommandException.class);

      assertThat(WATCHED.sent().count("aggregate")).isZero();
      assertThat(stream.isAlive()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {NETWORK, NOT_FOUND, LABELLED, FATAL})
  @NeedsFailPoints
  @Statement(25)
  void s25_anErrorOfTheFirstAggregateIsNeverResumed(String failure) {
    ChangeStream stream = WATCHED.watch(options());
    try (FailPoint once = once(failure, "aggregate")) {
      assertThatThrownBy(stream::next).isInstanceOf(MongoException.class);

      assertThat(WATCHED.sent().names()).containsExactly("aggregate");
    }
    stream.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {NETWORK, NOT_FOUND, FATAL})
  @NeedsFailPoints
  @Statement(27)
  void s27_anErrorWhileClosingIsSwallowed(String failure) {
    ChangeStream stream = WATCHED.opened(options());
    try (FailPoint always = FailPoint.always(WATCHED.application(), failure, "killCursors")) {
      stream.close();

      assertThat(WATCHED.sent().count("killCursors")).isEqualTo(1);
      assertThat(stream.isAlive()).isFalse();
    }
    WATCHED.killIdleCursors();
  }

  @Test
  @Statement(27)
  void s27_aClientThatWasClosedBeforeIsNoObstacle() {
    MongoClient client = MongoClients.create(TestMongo.uri());
    ChangeStream stream =
        ChangeStream.watch(
            WatchTarget.collection(client, WATCHED.application(), WatchedCollection.NAME),
            options().build());
    stream.open();
    client.close();

    stream.close();

    assertThat(stream.isAlive()).isFalse();
  }

  @Test
  @NeedsFailPoints
  @Statement(29)
  void s29_afterAFatalErrorItIsNotAliveAndItsCursorIsGone() {
    ChangeStream stream = WATCHED.opened(options());
    assertThat(WATCHED.idleCursors()).hasSize(1);
    try (FailPoint once = once(FATAL, "getMore")) {
      assertThatThrownBy(stream::next).isInstanceOf(MongoCommandException.class);
    }

    assertThat(stream.isAlive()).isFalse();
    assertThat(stream.tryNext()).isEmpty();
    assertThat(WATCHED.idleCursors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {260, 280, 286})
  @NeedsFailPoints
  @Statement(29)
  void s29_afterAFatalErrorOfAResumeItIsNotAliveAndItsCursorIsGone(int code) {
    ChangeStream stream = WATCHED.opened(options());
    WATCHED.killIdleCursors();
    try (FailPoint once = once("{errorCode: " + code + "}", "aggregate")) {
      assertThatThrownBy(stream::next)
          .isInstanceOfSatisfying(
              MongoCommandException.class, e -> assertThat(e.getErrorCode()).isEqualTo(code));
    }

    assertThat(WATCHED.sent().names()).startsWith("getMore").contains("aggregate");
    assertThat(stream.isAlive()).isFalse();
    assertThat(WATCHED.idleCursors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {NETWORK, LABELLED})
  @NeedsFailPoints
  @Statement(29)
  void s29_afterAResumeThatFailsForNowItCanBeUsedAgain(String failure) {
    try (ChangeStream stream = WATCHED.opened(options())) {
      WATCHED.insert(1);
      assertThat(number(stream.next())).isEqualTo(1);
      WATCHED.killIdleCursors();
      WATCHED.insert(2);
      try (FailPoint always = FailPoint.always(WATCHED.application(), failure, "aggregate")) {
        for (int attempt = 0; attempt < 3; attempt++) {
          assertThatThrownBy(stream::next).isInstanceOf(MongoException.class);
          assertThat(stream.isAlive()).isTrue();
        }
      }

      assertThat(number(stream.next())).isEqualTo(2);
    }
    assertThat(WATCHED.idleCursors()).isEmpty();
  }

  @Test
  @NeedsFailPoints
  @Statement(29)
  void s29_afterAnOpeningThatFailsForNowItCanBeUsedAgain() {
    try (ChangeStream stream = WATCHED.watch(options())) {
      try (FailPoint once = once(NETWORK, "aggregate")) {
        assertThatThrownBy(stream::open).isInstanceOf(MongoSocketException.class);
      }
      assertThat(stream.isAlive()).isTrue();

      stream.open();
      WATCHED.insert(1);
      assertThat(number(stream.next())).isEqualTo(1);
    }
  }

  @Test
  @Statement(29)
  void s29_afterAnOpeningThatIsRefusedItIsNotAlive() {
    ChangeStream stream = WATCHED.watch(options().fullDocument("sometimes"));

    assertThatThrownBy(stream::next).isInstanceOf(MongoCommandException.class);

    assertThat(stream.isAlive()).isFalse();
  }

  @Test
  @Statement(30)
  void s30_aPipelineThatRemovesTheIdIsAnErrorAndEndsTheStream() {
    List<BsonDocument> pipeline = List.of(BsonDocument.parse("{$project: {_id: 0}}"));
    ChangeStream stream = WATCHED.opened(options().pipeline(pipeline));
    WATCHED.insert(1);

    assertThatThrownBy(stream::next)
        .isInstanceOf(MongoException.class)
        .hasMessageContaining("_id")
        .hasMessageContaining("pipeline");

    assertThat(stream.isAlive()).isFalse();
    assertThat(stream.tryNext()).isEmpty();
  }

  private static FailPoint once(String failure, String command) {
    return FailPoint.times(1, WATCHED.application(), failure, command);
  }
}
