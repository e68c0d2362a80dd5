package dev.tidewatch.stream;

import static dev.tidewatch.stream.WatchedCollection.number;
import static dev.tidewatch.stream.WatchedCollection.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.testing.statements.Statement;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where a stream says that it stands. */
class ResumeTokenIT {

  private static final String TOKEN = "postBatchResumeToken";

  @RegisterExtension
  static final WatchedCollection WATCHED = new WatchedCollection("change_stream_token_it");

  @Test
  @Statement(11)
  void s11_atFirstItIsTheStartOption() {
    BsonDocument a = new BsonDocument("_data", new BsonString("a"));
    BsonDocument b = new BsonDocument("_data", new BsonString("b"));

    assertThat(WATCHED.watch(options()).resumeToken()).isNull();
    assertThat(WATCHED.watch(options().resumeAfter(a)).resumeToken()).isEqualTo(a);
    assertThat(WATCHED.watch(options().startAfter(b)).resumeToken()).isEqualTo(b);
    assertThat(WATCHED.watch(options().resumeAfter(a).startAfter(b)).resumeToken()).isEqualTo(b);
  }

  @Test
  @Statement(12)
  void s12_afterAnEmptyBatchItIsTheBatchsOwn() {
    try (ChangeStream stream = WATCHED.watch(options())) {
      stream.open();
      assertThat(WATCHED.sent().lastCursor().getArray("firstBatch")).isEmpty();
      assertThat(stream.resumeToken())
          .isNotNull()
          .isEqualTo(WATCHED.sent().lastCursor().getDocument(TOKEN));

      assertThat(stream.tryNext()).isEmpty();
      assertThat(stream.resumeToken())
          .isNotNull()
          .isEqualTo(WATCHED.sent().lastCursor().getDocument(TOKEN));
    }
  }

  @Test
  @Statement(13)
  void s13_withinABatchItIsTheLastChangesIdAndAfterItTheBatchsOwn() {
    BsonDocument token = WATCHED.token();
    WATCHED.insert(1, 2, 3);
    // the server has read on when it answers, so that its own token is not the last change's
    WATCHED.database().getCollection("other").insertOne(new Document());
    try (ChangeStream stream = WATCHED.watch(options().startAfter(token))) {
      BsonDocument first = stream.next().getDocument("_id");
      BsonDocument batch = WATCHED.sent().lastCursor();
      assertThat(stream.resumeToken()).isEqualTo(first).isNotEqualTo(batch.getDocument(TOKEN));

      BsonDocument second = stream.next().getDocument("_id");
      assertThat(stream.resumeToken()).isEqualTo(second);

      BsonDocument third = stream.next().getDocument("_id");
      assertThat(WATCHED.sent().lastCursor()).as("one batch").isEqualTo(batch);
      assertThat(stream.resumeToken()).isEqualTo(batch.getDocument(TOKEN)).isNotEqualTo(third);
    }
  }

  @Test
  @Statement(13)
  void s13_aNewStreamGoesOnAfterIt() {
    BsonDocument token = WATCHED.token();
    WATCHED.insert(1, 2, 3);
    try (ChangeStream stream = WATCHED.watch(options().startAfter(token))) {
      stream.next();
      token = stream.resumeToken();
    }

    try (ChangeStream stream = WATCHED.watch(options().resumeAfter(token))) {
      assertThat(number(stream.next())).isEqualTo(2);
      assertThat(number(stream.next())).isEqualTo(3);
      assertThat(stream.tryNext()).isEmpty();
    }
  }

  @Test
  @Statement(14)
  void s14_untilTheFirstChangeIsTakenItIsTheStartOption() {
    BsonDocument token = WATCHED.token();
    WATCHED.insert(1, 2);
    try (ChangeStream stream = WATCHED.watch(options().startAfter(token))) {
      stream.open();
      assertThat(WATCHED.sent().lastCursor().getArray("firstBatch")).isNotEmpty();
      assertThat(stream.resumeToken()).isEqualTo(token);

      assertThat(stream.iterator()).hasNext();
      assertThat(stream.resumeToken()).isEqualTo(token);

      BsonDocument first = stream.next().getDocument("_id");
      assertThat(stream.resumeToken()).isEqualTo(first);
    }
  }

  @Test
  @Statement(15)
  void s15_itIsACopyWithItsFieldsInOrder() {
    BsonDocument given =
        new BsonDocument("_typeBits", new BsonInt32(1)).append("_data", new BsonString("82"));
    ChangeStream unused = WATCHED.watch(options().startAfter(given));
    given.clear();

    assertThat(unused.resumeToken().keySet()).containsExactly("_typeBits", "_data");
    unused.resumeToken().clear();
    assertThat(unused.resumeToken()).hasSize(2);

    WATCHED.insert(0);
    BsonDocument token = WATCHED.token();
    WATCHED.insert(1, 2);
    try (ChangeStream stream = WATCHED.watch(options().startAfter(token))) {
      BsonDocument first = stream.next().getDocument("_id");
      stream.resumeToken().put("_data", new BsonString("changed"));
      stream.resumeToken().put("more", new BsonString("changed"));

      assertThat(stream.resumeToken()).isEqualTo(first);
      assertThat(number(stream.next())).isEqualTo(2);
    }
  }

  @Test
  @Statement(16)
  void s16_writesThatThePipelineFiltersOutMoveIt() {
    List<BsonDocument> nothing = List.of(BsonDocument.parse("{$match: {operationType: 'none'}}"));
    BsonDocument after;
    try (ChangeStream all = WATCHED.opened(options());
        ChangeStream stream = WATCHED.opened(options().pipeline(nothing))) {
      WATCHED.insert(1);
      // the server's own token passes a write only with what is written after it
      WATCHED.database().getCollection("other").insertOne(new Document());
      String written = data(all.next().getDocument("_id"));
      assertThat(data(stream.resumeToken())).isLessThan(written);
      await()
          .untilAsserted(
              () -> {
                assertThat(stream.tryNext()).isEmpty();
                assertThat(data(stream.resumeToken())).isGreaterThanOrEqualTo(written);
              });
      after = stream.resumeToken();
    }
    WATCHED.insert(2);

    try (ChangeStream stream = WATCHED.watch(options().resumeAfter(after))) {
      assertThat(number(stream.next())).as("nothing before its place").isEqualTo(2);
    }
  }

  private static String data(BsonDocument token) {
    return token.getString("_data").getValue();
  }
}
