package dev.tidewatch.stream;

import static dev.tidewatch.stream.WatchedCollection.number;
import static dev.tidewatch.stream.WatchedCollection.options;
import static dev.tidewatch.stream.WatchedCollection.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.statements.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An event over 16 MB: an update with the document before and after it. */
@NeedsRealMongo // for documents before a change
class SplitEventsIT {

  private static final int HALF = 5 * 1024 * 1024;
  private static final BsonDocument UPDATES =
      BsonDocument.parse("{$match: {operationType: 'update'}}");
  private static final BsonDocument SPLIT =
      BsonDocument.parse("{$changeStreamSplitLargeEvent: {}}");

  @RegisterExtension
  static final WatchedCollection WATCHED = new WatchedCollection("change_stream_split_it");

  private BsonDocument start;

  @BeforeEach
  void updateALargeDocument() {
    WATCHED
        .database()
        .createCollection(
            WatchedCollection.NAME,
            new CreateCollectionOptions()
                .changeStreamPreAndPostImagesOptions(
                    new ChangeStreamPreAndPostImagesOptions(true)));
    start = WATCHED.token();
    WATCHED
        .collection()
        .insertOne(
            new Document("_id", 1)
                .append("a", "a".repeat(HALF))
                .append("n", 1)
                .append("b", "b".repeat(HALF)));
    WATCHED.collection().updateOne(new Document("_id", 1), Document.parse("{$set: {n: 2}}"));
  }

  @Test
  @Statement(31)
  void s31_fragmentsKeepTheirOrderAndJoinedEqualTheWhole() {
    SplitEvents events = new SplitEvents();
    List<BsonDocument> places = new ArrayList<>();
    Optional<RawBsonDocument> joined = Optional.empty();
    BsonDocument lastId = null;
    try (ChangeStream stream = split(start)) {
      while (joined.isEmpty()) {
        RawBsonDocument fragment = stream.next();
        places.add(fragment.getDocument("splitEvent"));
        lastId = fragment.getDocument("_id");
        joined = events.add(fragment);
      }
    }

    assertThat(places)
        .containsExactly(
            BsonDocument.parse("{fragment: 1, of: 2}"), BsonDocument.parse("{fragment: 2, of: 2}"));
    RawBsonDocument event = joined.orElseThrow();
    assertThat(event.getByteBuffer().remaining()).isGreaterThan(16 * 1024 * 1024);
    assertThat(event.getFirstKey()).isEqualTo("_id");
    assertThat(event.getDocument("_id")).isEqualTo(lastId);
    // no server sends the whole at once, so it is asked for in two halves
    BsonDocument after = update(options().fullDocument("required"));
    BsonDocument before = update(options().fullDocumentBeforeChange("required"));
    TreeSet<String> names = new TreeSet<>(after.keySet());
    names.addAll(before.keySet());
    assertThat(names).contains("fullDocument", "fullDocumentBeforeChange", "updateDescription");
    assertThat(new TreeSet<>(event.keySet())).isEqualTo(names);
    names.remove("_id");
    for (String name : names) {
      BsonDocument half = after.containsKey(name) ? after : before;
      assertThat(event.get(name).equals(half.get(name))).as(name).isTrue();
    }
    assertThat(event.getDocument("fullDocument").keySet()).containsExactly("_id", "a", "n", "b");
  }

  @Test
  @Statement(31)
  void s31_aStreamResumedAfterAFragmentGoesOnWithTheNext() {
    RawBsonDocument second;
    BsonDocument token;
    try (ChangeStream stream = split(start)) {
      stream.next();
      token = stream.resumeToken();
      WATCHED.killIdleCursors();

      second = stream.next();
      assertThat(second.getDocument("splitEvent"))
          .as("after an error")
          .isEqualTo(BsonDocument.parse("{fragment: 2, of: 2}"));
    }

    try (ChangeStream stream = split(token)) {
      assertThat(stream.next().equals(second)).as("by a new stream").isTrue();
    }
  }

  @Test
  @Statement(31)
  void s31_aStreamResumedAfterTheJoinedEventGoesOnWithTheNext() {
    SplitEvents events = new SplitEvents();
    RawBsonDocument joined;
    try (ChangeStream stream = split(start)) {
      events.add(stream.next());
      joined = events.add(stream.next()).orElseThrow();
    }
    WATCHED.collection().updateOne(new Document("_id", 1), Document.parse("{$unset: {a: 1}}"));

    try (ChangeStream stream = split(joined.getDocument("_id"))) {
      RawBsonDocument next = events.add(stream.next()).orElseThrow();

      assertThat(next).doesNotContainKey("splitEvent");
      assertThat(type(next)).isEqualTo("update");
      assertThat(next.getDocument("fullDocument")).doesNotContainKey("a");
      assertThat(number(next)).isEqualTo(2);
    }
  }

  private static ChangeStream split(BsonDocument after) {
    return WATCHED.watch(
        options()
            .pipeline(List.of(UPDATES, SPLIT))
            .fullDocument("required")
            .fullDocumentBeforeChange("required")
            .startAfter(after));
  }

  private BsonDocument update(ChangeStreamOptions.Builder options) {
    try (ChangeStream stream =
        WATCHED.watch(options.pipeline(List.of(UPDATES)).startAfter(start))) {
      return stream.next();
    }
  }
}
