package dev.tidewatch.feed.control.view;

import static dev.tidewatch.feed.control.view.Events.entry;
import static dev.tidewatch.feed.control.view.Events.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.query.Query;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestrictedViewTest {

  /** Images are kept, and none is sent for its own sake. */
  private static final ImagePolicy KEPT = new ImagePolicy(true, false, false);

  private static final View OPEN = view(grant("{status: 'open'}"));

  @Test
  void whatEntersIsTheWholeDocument() {
    LogEntry seen =
        OPEN.see(
            entry(1, update("{_id: 1, status: 'new', n: 5}", "{_id: 1, status: 'open', n: 5}")),
            KEPT);

    assertThat(seen(seen))
        .isEqualTo(
            BsonDocument.parse(
                "{operationType: 'update', documentKey: {_id: 1}, enter: true,"
                    + " fullDocument: {_id: 1, status: 'open', n: 5}}"));
  }

  @Test
  void anInsertEntersToo() {
    assertThat(
            seen(
                OPEN.see(
                    entry(
                        1,
                        "{operationType: 'insert', documentKey: {_id: 1},"
                            + " fullDocument: {_id: 1, status: 'open'}}"),
                    KEPT)))
        .isEqualTo(
            BsonDocument.parse(
                "{operationType: 'insert', documentKey: {_id: 1}, enter: true,"
                    + " fullDocument: {_id: 1, status: 'open'}}"));
  }

  @Test
  void aDeleteAndAnUpdateThatLeavesLookTheSame() {
    LogEntry deleted =
        OPEN.see(
            entry(
                1,
                "{operationType: 'delete', ns: {db: 'd', coll: 'c'}, documentKey: {_id: 1},"
                    + " fullDocumentBeforeChange: {_id: 1, status: 'open'}}"),
            KEPT);
    BsonDocument paid = update("{_id: 1, status: 'open'}", "{_id: 1, status: 'paid'}");
    paid.put("ns", BsonDocument.parse("{db: 'd', coll: 'c'}"));
    LogEntry left = OPEN.see(entry(1, paid), KEPT);

    assertThat(seen(left))
        .isEqualTo(seen(deleted))
        .isEqualTo(
            BsonDocument.parse("{ns: {db: 'd', coll: 'c'}, documentKey: {_id: 1}, leave: true}"));
    assertThat(left.position()).isEqualTo(deleted.position());
  }

  @Test
  void aChangeWithinTheViewStaysAsItIs() {
    LogEntry entry =
        entry(
            1,
            "{operationType: 'update', documentKey: {_id: 1}, updateDescription:"
                + " {updatedFields: {n: 6}, removedFields: [], truncatedArrays: []},"
                + " fullDocument: {_id: 1, status: 'open', n: 6},"
                + " fullDocumentBeforeChange: {_id: 1, status: 'open', n: 5}}");

    assertThat(OPEN.see(entry, new ImagePolicy(true, true, true))).isSameAs(entry);
    assertThat(seen(OPEN.see(entry, KEPT)))
        .containsKey("updateDescription")
        .doesNotContainKeys("fullDocument", "fullDocumentBeforeChange", "enter");
  }

  @Test
  void whatWasAndIsOutsideTheViewIsNotSeen() {
    assertThat(
            OPEN.see(entry(1, update("{_id: 1, status: 'new'}", "{_id: 1, status: 'paid'}")), KEPT))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"createIndexes", "create", "modify", "shardCollection", "somethingNew"})
  void otherEventsAreNotSeen(String operation) {
    assertThat(
            OPEN.see(
                entry(
                    1,
                    "{operationType: '"
                        + operation
                        + "', ns: {db: 'd', coll: 'c'}, documentKey: {_id: 1},"
                        + " fullDocument: {_id: 1, status: 'open'}}"),
                KEPT))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "dropDatabase", "rename", "invalidate"})
  void whatConcernsACollectionIsAReset(String operation) {
    LogEntry raw =
        entry(
            1,
            "{operationType: '"
                + operation
                + "', ns: {db: 'd', coll: 'c'}, lsid: {id: 1}, operationDescription: {a: 1}}");
    LogEntry seen = OPEN.see(raw, KEPT);

    assertThat(seen(seen))
        .isEqualTo(
            BsonDocument.parse(
                "{operationType: '" + operation + "', ns: {db: 'd', coll: 'c'}, reset: true}"));
    assertThat(seen.position()).isEqualTo(raw.position());
  }

  @Test
  void fieldsOfTheEventThatAreNotKnownAreHidden() {
    LogEntry seen =
        view(new Grant(Query.ALL, FieldMask.of(List.of("a"))))
            .see(
                entry(
                    1,
                    "{operationType: 'replace', documentKey: {_id: 1}, lsid: {id: 1}, txnNumber: 5,"
                        + " collectionUUID: 1, secret: 2, wallTime: 'no time',"
                        + " ns: {db: 'd', coll: 'c', more: 1}, fullDocument: {_id: 1, a: 1, b: 2}}"),
                ImagePolicy.AS_SENT);

    assertThat(seen(seen))
        .isEqualTo(
            BsonDocument.parse(
                "{operationType: 'replace', documentKey: {_id: 1}, ns: {db: 'd', coll: 'c'},"
                    + " fullDocument: {_id: 1, a: 1}}"));
  }

  /** Each of rows and fields belongs to the other. */
  @Test
  void grantsAddUpAsPairs() {
    View view =
        view(
            new Grant(query("{owner: 'ann'}"), FieldMask.of(List.of("owner", "note"))),
            new Grant(query("{public: true}"), FieldMask.of(List.of("public", "title"))));

    assertThat(inserted(view, "{_id: 1, owner: 'ann', note: 'n', public: false, title: 't'}"))
        .isEqualTo(BsonDocument.parse("{_id: 1, owner: 'ann', note: 'n'}"));
    assertThat(inserted(view, "{_id: 1, owner: 'bob', note: 'n', public: true, title: 't'}"))
        .isEqualTo(BsonDocument.parse("{_id: 1, public: true, title: 't'}"));
    assertThat(inserted(view, "{_id: 1, owner: 'ann', note: 'n', public: true, title: 't'}"))
        .isEqualTo(
            BsonDocument.parse("{_id: 1, owner: 'ann', note: 'n', public: true, title: 't'}"));
    assertThat(inserted(view, "{_id: 1, owner: 'bob', note: 'n', public: false, title: 't'}"))
        .isNull();
  }

  @Test
  void ifOtherFieldsAreVisibleNowTheDocumentEnters() {
    View view =
        view(
            new Grant(Query.ALL, FieldMask.of(List.of("title"))),
            new Grant(query("{public: true}"), FieldMask.of(List.of("text"))));
    LogEntry seen =
        view.see(
            entry(
                1,
                update(
                    "{_id: 1, title: 't', text: 'x', public: false}",
                    "{_id: 1, title: 't', text: 'x', public: true}")),
            KEPT);

    assertThat(seen(seen).getDocument("fullDocument"))
        .isEqualTo(BsonDocument.parse("{_id: 1, title: 't', text: 'x'}"));
    assertThat(seen(seen)).containsKey("enter").doesNotContainKey("updateDescription");
  }

  /** With images; expected is the description, or empty for nothing, or "enter". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // the field itself, and others
        "a   | {a: 1, s: 1} | {a: 2, s: 2} | {a: 2, s: 2} |     | {a: 2} |",
        "a   | {a: 1, s: 1} | {a: 1, s: 2} | {s: 2}       |     | | ",
        "a   | {a: 1, s: 1} | {}           |              | a,s | | a",
        // below a visible field
        "a   | {a: {b: 1}} | {a: {b: 2}} | {'a.b': 2} | | {'a.b': 2} |",
        "a   | {a: [{b: 1}]} | {a: [{b: 2}]} | {'a.0.b': 2} | | {'a.0.b': 2} |",
        // above a visible field
        "a.b | {a: {b: 1, s: 1}} | {a: {b: 2, s: 2}} | {a: {b: 2, s: 2}} | | {a: {b: 2}} |",
        "a.b | {a: {b: 1, s: 1}} | {a: {b: 1, s: 2}} | {a: {b: 1, s: 2}} | | |",
        "a.b | {a: {b: 1}} | {a: 5} | {a: 5} | | | a",
        "a.b | {a: 4} | {a: 5} | {a: 5} | | | ",
        "a.b | {a: 4} | {} | | a | | ",
        "a.b | {a: {b: 1, s: 1}} | {a: {b: 1, s: 2}} | {'a.s': 2} | | |",
        // in arrays, whose elements are hidden in part
        "a.b | {a: [5, {b: 1}]} | {a: [5, {b: 2}]} | {'a.1.b': 2} | | {a: [{b: 2}]} |",
        "a.b | {a: [{b: 1, s: 1}]} | {a: [{b: 1, s: 2}]} | {'a.0.s': 2} | | |",
        "a.b | {a: [{b: 1}]} | {a: [{b: 1}, {b: 2, s: 3}]} | {'a.1': {b: 2, s: 3}} | | {a: [{b: 1}, {b: 2}]} |"
      })
  void anUpdateIsCutByItsPaths(
      String mask,
      String before,
      String after,
      String updated,
      String removed,
      String seenUpdated,
      String seenRemoved) {
    LogEntry seen = updated(mask, before, after, updated, removed);

    if (seenUpdated == null && seenRemoved == null) {
      assertThat(seen).isNull();
    } else {
      assertThat(seen(seen).getDocument("updateDescription"))
          .isEqualTo(description(seenUpdated, seenRemoved));
    }
  }

  /** A path that can be read in two ways is not guessed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a   | {a: {b: 1}, 'a.b': 1} | {a: {b: 2}, 'a.b': 1} | {'a.b': 2} | ",
        "a   | {'a.b': 1, a: {b: 1}} | {'a.b': 2, a: {b: 1}} | {'a.b': 2} | ",
        "a   | {a: {'b.c': 1, b: {c: 1}}} | {a: {'b.c': 2, b: {c: 1}}} | {'a.b.c': 2} | ",
        "a   | {a: {'0': 1}} | {a: {'0': 2}} | {'a.0': 2} | ",
        "a   | {a: {b: 1}, 'a.b': 1} | {a: {b: 1}} | | a.b"
      })
  void whatCannotBeToldApartEnters(
      String mask, String before, String after, String updated, String removed) {
    LogEntry seen = updated(mask, before, after, updated, removed);

    assertThat(seen(seen)).containsKey("enter").doesNotContainKey("updateDescription");
    assertThat(seen(seen).getDocument("fullDocument"))
        .isEqualTo(FieldMask.of(List.of(mask)).cut(raw(after)));
  }

  @Test
  void aHiddenFieldWhoseNameBeginsLikeAVisibleOneIsHidden() {
    assertThat(
            updated("a", "{a: 1, 'a.secret': 1}", "{a: 1, 'a.secret': 2}", "{'a.secret': 2}", null))
        .isNull();
  }

  @Test
  void theServersOwnReadingOfAPathCounts() {
    BsonDocument event = update("{_id: 1, a: {b: 1}, 'a.b': 1}", "{_id: 1, a: {b: 1}, 'a.b': 2}");
    event.put(
        "updateDescription",
        BsonDocument.parse(
            "{updatedFields: {'a.b': 2, c: 1}, removedFields: [], truncatedArrays: [],"
                + " disambiguatedPaths: {'a.b': ['a.b']}}"));
    View view = view(new Grant(Query.ALL, FieldMask.of(List.of("a", "c"))));

    assertThat(seen(view.see(entry(1, event), KEPT)).getDocument("updateDescription"))
        .isEqualTo(
            BsonDocument.parse(
                "{updatedFields: {c: 1}, removedFields: [], truncatedArrays: [],"
                    + " disambiguatedPaths: {}}"));
  }

  @Test
  void arraysThatWereTruncatedAreCutLikeFields() {
    BsonDocument event =
        update("{_id: 1, a: [1, 2], s: [1, 2], p: [{b: 1}, 2]}", "{_id: 1, a: [1], s: [1], p: []}");
    event.put(
        "updateDescription",
        BsonDocument.parse(
            "{updatedFields: {}, removedFields: [], truncatedArrays: [{field: 'a', newSize: 1},"
                + " {field: 's', newSize: 1}, {field: 'p', newSize: 0}]}"));
    View view = view(new Grant(Query.ALL, FieldMask.of(List.of("a", "p.b"))));

    assertThat(seen(view.see(entry(1, event), KEPT)).getDocument("updateDescription"))
        .isEqualTo(
            BsonDocument.parse(
                "{updatedFields: {p: []}, removedFields: [],"
                    + " truncatedArrays: [{field: 'a', newSize: 1}]}"));
  }

  /** Without images a path with a dot could name a field with a dot. */
  @Test
  void withoutImagesOnlyPathsThatCanBeToldAreSeen() {
    View view = view(new Grant(Query.ALL, FieldMask.of(List.of("a", "b.c"))));

    assertThat(seen(without(view, "{a: 2, s: 3}")).getDocument("updateDescription"))
        .isEqualTo(BsonDocument.parse("{updatedFields: {a: 2}, removedFields: []}"));
    assertThat(without(view, "{s: 3, 's.t': 4, 'b.d': 5}")).isNull();
    assertIsNoImage(without(view, "{'a.x': 2}"));
    assertIsNoImage(without(view, "{b: 5}"));
    assertIsNoImage(without(view, "{'b.0.d': 5}"));
  }

  @Test
  void anImageThatIsGoneIsAGap() {
    BsonDocument event = update("{_id: 1, status: 'open'}", "{_id: 1, status: 'open'}");
    for (String image : List.of("fullDocument", "fullDocumentBeforeChange")) {
      BsonDocument without = event.clone();
      without.put(image, BsonNull.VALUE);
      assertIsNoImage(OPEN.see(entry(1, without), KEPT));
      without.remove(image);
      assertIsNoImage(OPEN.see(entry(1, without), KEPT));
    }
  }

  /** updateLookup shows the document as it is later. */
  @Test
  void aLaterDocumentDecidesNothing() {
    assertIsNoImage(
        OPEN.see(
            entry(1, update("{_id: 1, status: 'open'}", "{_id: 1, status: 'open'}")),
            ImagePolicy.AS_SENT));
  }

  @Test
  void rowsThatTheIdDecidesNeedNoImages() {
    View view = view(new Grant(query("{_id: {$gte: 5}}"), FieldMask.of(List.of("a"))));

    assertThat(view.see(entry(1, "{operationType: 'delete', documentKey: {_id: 4}}"), KEPT))
        .isNull();
    assertThat(seen(view.see(entry(1, "{operationType: 'delete', documentKey: {_id: 5}}"), KEPT)))
        .containsKey("leave");
    assertIsNoImage(view.see(entry(1, "{operationType: 'delete'}"), KEPT));
  }

  @Test
  void aShardKeyThatIsHiddenIsNeitherInTheKeyNorInTheId() {
    LogEntry seen =
        view(new Grant(Query.ALL, FieldMask.of(List.of("a"))))
            .see(
                entry(
                    1,
                    "{operationType: 'replace', documentKey: {region: 'canary', 'x.y': 1, _id: 1},"
                        + " fullDocument: {_id: 1, region: 'canary', a: 2}}"),
                ImagePolicy.AS_SENT);

    assertThat(seen(seen).getDocument("documentKey")).isEqualTo(BsonDocument.parse("{_id: 1}"));
    assertThat(seen.position().data()).isEqualTo(Events.place(1) + "FF");
  }

  @Test
  void anEventWithoutADocumentKeyHasACutId() {
    LogEntry raw =
        entry(1, "{operationType: 'replace', documentKey: {_id: 1}, fullDocument: {_id: 1}}");
    BsonDocument event = seen(raw);
    event.remove("documentKey");
    LogEntry seen =
        view(new Grant(Query.ALL, FieldMask.of(List.of("a"))))
            .see(new LogEntry(Change.of(RawDocuments.of(event))), ImagePolicy.AS_SENT);

    assertThat(seen.position().data()).isEqualTo(Events.place(1) + "FF");
  }

  @Test
  void theGapsOfAFeedHoldNoKey() {
    Position hidden = entry(1, "{operationType: 'insert', documentKey: {_id: 1}}").position();
    Position next = entry(2, "{operationType: 'insert', documentKey: {_id: 2}}").position();
    LogEntry gap = new LogEntry(new Gap(Gap.Reason.OVERSIZED, hidden, next));
    LogEntry seen = OPEN.see(gap, KEPT);

    assertThat(seen.content())
        .isEqualTo(
            new Gap(Gap.Reason.OVERSIZED, Events.position(1, "FF"), Events.position(2, "FF")));
    assertThat(OPEN.see(seen, KEPT)).isSameAs(seen);
    assertThat(View.ALL.see(gap, KEPT)).isSameAs(gap);
  }

  @Test
  void whatCannotBeReadIsNotSeen() {
    LogEntry broken =
        new LogEntry(
            new Change(
                Events.position(1, "04"),
                new RawBsonDocument(
                    Arrays.copyOf(
                        raw("{operationType: 'insert', fullDocument: {a: 'secret'}}")
                            .getByteBuffer()
                            .array(),
                        45))));

    assertThat(OPEN.see(broken, KEPT))
        .satisfiesAnyOf(
            seen -> assertThat(seen).isNull(),
            seen -> assertThat(((Gap) seen.content()).reason()).isEqualTo(Gap.Reason.UNREADABLE));
  }

  /** MongoDB 7.0 makes such post-images; the former owner would see the document. */
  @Test
  void ofAFieldThatIsTwiceInAPostImageTheLastCounts() {
    BsonDocument event = update("{_id: 1, owner: 'ann'}", "{_id: 1}");
    event.remove("fullDocument");
    LogEntry twice = withTwice(event);

    assertThat(seen(view(grant("{owner: 'ann'}")).see(twice, KEPT))).containsKey("leave");
    assertThat(seen(view(grant("{owner: 'bob'}")).see(twice, KEPT)).getDocument("fullDocument"))
        .isEqualTo(BsonDocument.parse("{_id: 1, owner: 'bob'}"));
  }

  @Test
  void aDocumentThatHasAFieldTwiceDecidesNothing() {
    LogEntry twice =
        withTwice(BsonDocument.parse("{operationType: 'insert', documentKey: {_id: 1}}"));

    assertIsNoImage(view(grant("{owner: 'ann'}")).see(twice, KEPT));
    assertIsNoImage(view(grant("{owner: 'bob'}")).see(twice, KEPT));
  }

  private static LogEntry withTwice(BsonDocument event) {
    BasicOutputBuffer buffer = new BasicOutputBuffer();
    try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
      writer.writeStartDocument();
      writer.writeInt32("_id", 1);
      writer.writeString("owner", "ann");
      writer.writeString("owner", "bob");
      writer.writeEndDocument();
    }
    BsonDocument whole = event.clone();
    whole.put("fullDocument", new RawBsonDocument(buffer.toByteArray()));
    return entry(1, whole);
  }

  @Test
  void aViewWithoutGrantsShowsNothing() {
    View none = View.of(List.of());

    assertThat(inserted(none, "{_id: 1}")).isNull();
    assertThat(none.see(entry(1, "{operationType: 'drop', ns: {db: 'd', coll: 'c'}}"), KEPT))
        .isNull();
  }

  @Test
  void equalGrantsAreEqualViews() {
    Grant one = new Grant(query("{a: 1}"), FieldMask.of(List.of("a", "b")));
    Grant two = new Grant(query("{b: 1}"), FieldMask.ALL);

    assertThat(View.of(List.of(one, two)))
        .isEqualTo(
            View.of(List.of(two, new Grant(query("{a: 1}"), FieldMask.of(List.of("b", "a"))))))
        .hasSameHashCodeAs(View.of(List.of(two, one)))
        .isNotEqualTo(View.of(List.of(two)));
    assertThat(View.of(List.of(one, Grant.ALL))).isSameAs(View.ALL);
  }

  @Test
  void imagesThatOnlyServeViewsAreNotSent() {
    LogEntry update = entry(1, update("{_id: 1, a: 1}", "{_id: 1, a: 2}"));
    LogEntry replace =
        entry(
            1,
            "{operationType: 'replace', documentKey: {_id: 1}, fullDocument: {_id: 1},"
                + " fullDocumentBeforeChange: {_id: 1, a: 1}, lsid: {id: 1}}");

    assertThat(View.ALL.see(update, ImagePolicy.AS_SENT)).isSameAs(update);
    assertThat(seen(View.ALL.see(update, KEPT)))
        .doesNotContainKeys("fullDocument", "fullDocumentBeforeChange")
        .containsKeys("updateDescription", "_id");
    assertThat(seen(View.ALL.see(replace, KEPT)))
        .doesNotContainKey("fullDocumentBeforeChange")
        .containsKeys("fullDocument", "lsid");
    assertThat(View.ALL.see(update, KEPT).position().id()).isEqualTo(update.position().id());
  }

  private static void assertIsNoImage(LogEntry seen) {
    assertThat(seen.content())
        .isEqualTo(
            new Gap(
                Gap.Reason.NO_IMAGE,
                new Position(Events.place(1).substring(0, 18) + "2B0429296E1404"),
                Events.position(1, "FF")));
  }

  private static LogEntry without(View view, String updated) {
    return view.see(
        entry(
            1,
            "{operationType: 'update', documentKey: {_id: 1}, updateDescription: {updatedFields: "
                + updated
                + ", removedFields: []}}"),
        ImagePolicy.AS_SENT);
  }

  private static LogEntry updated(
      String mask, String before, String after, String updated, String removed) {
    BsonDocument event = update(before, after);
    event.put("updateDescription", description(updated, removed));
    return view(new Grant(Query.ALL, FieldMask.of(List.of(mask)))).see(entry(1, event), KEPT);
  }

  private static BsonDocument description(String updated, String removed) {
    return BsonDocument.parse(
        "{updatedFields: %s, removedFields: [%s], truncatedArrays: []}"
            .formatted(
                updated == null ? "{}" : updated,
                removed == null ? "" : "'" + removed.replace(",", "', '") + "'"));
  }

  private static BsonDocument inserted(View view, String document) {
    LogEntry seen =
        view.see(
            entry(
                1,
                "{operationType: 'insert', documentKey: {_id: 1}, fullDocument: " + document + "}"),
            KEPT);
    return seen == null ? null : seen(seen).getDocument("fullDocument");
  }

  private static BsonDocument update(String before, String after) {
    return BsonDocument.parse(
        "{operationType: 'update', documentKey: {_id: 1}, fullDocument: "
            + after
            + ", fullDocumentBeforeChange: "
            + before
            + ", updateDescription: {updatedFields: {x: 1}, removedFields: []}}");
  }

  private static RawBsonDocument raw(String document) {
    return RawBsonDocument.parse(document);
  }

  private static View view(Grant... grants) {
    return View.of(List.of(grants));
  }

  private static Grant grant(String rows) {
    return new Grant(query(rows), FieldMask.ALL);
  }

  private static Query query(String text) {
    return Query.parse(BsonDocument.parse(text));
  }

  @Test
  void ofADocumentItShowsWhatItShowsOfItsChanges() {
    View some =
        View.of(
            List.of(
                new Grant(
                    Query.parse(BsonDocument.parse("{status: 'open'}")),
                    FieldMask.of(List.of("n"))),
                new Grant(
                    Query.parse(BsonDocument.parse("{owner: 'ann'}")),
                    FieldMask.of(List.of("owner")))));

    assertThat(some.show(RawBsonDocument.parse("{_id: 1, status: 'open', n: 5, owner: 'bob'}")))
        .isEqualTo(BsonDocument.parse("{_id: 1, n: 5}"));
    assertThat(some.show(RawBsonDocument.parse("{_id: 1, status: 'open', n: 5, owner: 'ann'}")))
        .isEqualTo(BsonDocument.parse("{_id: 1, n: 5, owner: 'ann'}"));
    assertThat(some.show(RawBsonDocument.parse("{_id: 1, status: 'paid', n: 5}"))).isNull();
    Query candidates = Query.parse(some.candidates());
    assertThat(candidates.matches(BsonDocument.parse("{status: 'open'}"))).isTrue();
    assertThat(candidates.matches(BsonDocument.parse("{owner: 'ann'}"))).isTrue();
    assertThat(candidates.matches(BsonDocument.parse("{owner: 'bob'}"))).isFalse();
    RawBsonDocument all = RawBsonDocument.parse("{_id: 1}");
    assertThat(View.ALL.show(all)).isSameAs(all);
    assertThat(View.ALL.candidates()).isEmpty();
    assertThat(View.of(List.of()).show(all)).isNull();
    assertThat(Query.parse(View.of(List.of()).candidates()).matches(all)).isFalse();
  }

  /** One reads the first of them, another the last. */
  @Test
  void aDocumentWithAFieldTwiceIsHidden() {
    BasicOutputBuffer buffer = new BasicOutputBuffer();
    try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
      writer.writeStartDocument();
      writer.writeInt32("_id", 1);
      writer.writeString("status", "open");
      writer.writeString("status", "paid");
      writer.writeEndDocument();
    }

    assertThat(OPEN.show(new RawBsonDocument(buffer.toByteArray()))).isNull();
  }

  @Test
  void whatIsAskedForGoesIntoAQueryIfItMeansTheSameThere() {
    Query where = Query.parse(BsonDocument.parse("{n: {$ne: 5}}"));
    BsonDocument document = BsonDocument.parse("{_id: 1, n: 5, status: 'open'}");
    View whole = view(grant("{status: 'open'}")).narrow(where);
    View part =
        View.of(
                List.of(
                    new Grant(
                        Query.parse(BsonDocument.parse("{status: 'open'}")),
                        FieldMask.of(List.of("a")))))
            .narrow(where);

    assertThat(Query.parse(whole.candidates()).matches(document)).isFalse();
    // n is hidden, so that the reader sees a document without it
    assertThat(Query.parse(part.candidates()).matches(document)).isTrue();
    assertThat(Query.parse(View.ALL.narrow(where).candidates()).matches(document)).isFalse();
    assertThat(View.ALL.narrow(where).show(RawBsonDocument.parse(document.toJson()))).isNull();
  }
}
