package dev.tidewatch.feed.control.index;

import static dev.tidewatch.feed.control.view.Events.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.ChangeReader;
import dev.tidewatch.feed.control.view.FieldMask;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.query.Query;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderIndexTest {

  private final ChangeReader changes = new ChangeReader(new ImagePolicy(true, false, false));
  private final ReaderIndex<String> index = new ReaderIndex<>();

  @Test
  void aReaderIsFoundByItsDocumentBeforeAndAfterAChange() {
    add("ann", "{owner: 'ann'}");
    add("bob", "{owner: 'bob'}");
    add("eve", "{owner: 'eve'}");

    assertThat(found(update("ann", "ann"))).containsExactly("ann");
    assertThat(found(update("ann", "bob"))).containsExactlyInAnyOrder("ann", "bob");
    assertThat(found(update("nobody", "['x', 'eve']"))).containsExactly("eve");
  }

  @Test
  void aReaderIsFoundByItsKeys() {
    add("five", View.ALL, ChangeFilter.of(List.of(), List.of(), List.of("5")));
    add("six", View.ALL, ChangeFilter.of(List.of(), List.of(), List.of("6")));

    assertThat(found(change("delete", "{$numberLong: '5'}"))).containsExactly("five");
    assertThat(found(change("delete", "{$numberDecimal: '6.0'}"))).containsExactly("six");
    // it has no image, which is nothing to them
    assertThat(found(change("update", "7"))).isEmpty();
    assertThat(index.lookedFor().documents()).isFalse();
  }

  @Test
  void aReaderIsFoundByOperationsAndNamespaces() {
    add("deletes", View.ALL, ChangeFilter.of(List.of("delete"), List.of(), List.of()));
    add("other", View.ALL, ChangeFilter.of(List.of(), List.of("db.other"), List.of()));
    add("leaves", view("{owner: 'ann'}"), ChangeFilter.of(List.of("delete"), List.of(), List.of()));

    assertThat(found(change("insert", "5"))).doesNotContain("deletes", "other");
    assertThat(found(change("delete", "5"))).contains("deletes");
    assertThat(found(update("ann", "bob"))).containsExactly("leaves");
  }

  /** A reader that is listed where most are would be found by most changes. */
  @Test
  void aReaderIsListedUnderWhatFewestOthersAreListedUnder() {
    for (int i = 0; i < 100; i++) {
      add("reader " + i, "{kind: 'order', customer: " + i + "}");
    }

    assertThat(
            found(
                entry(
                    1,
                    "{operationType: 'insert', documentKey: {_id: 1},"
                        + " fullDocument: {_id: 1, kind: 'order', customer: 17}}")))
        // the first cannot know, and each under its customer
        .contains("reader 17")
        .hasSizeLessThan(4);
  }

  @Test
  void whatCannotBeDecidedConcernsEverybodyWhomItMayConcern() {
    add("ann", "{owner: 'ann'}");
    add("id", "{_id: 3}");
    add("key", View.ALL, ChangeFilter.of(List.of(), List.of(), List.of("5")));

    assertThat(found(change("update", "4"))).containsExactly("ann");
    assertThat(found(change("drop", null))).containsExactlyInAnyOrder("ann", "id", "key");
    assertThat(found(change("somethingNew", "4"))).containsExactlyInAnyOrder("ann", "id", "key");
    assertThat(found(change("update", null))).containsExactlyInAnyOrder("ann", "id", "key");
  }

  @Test
  void whatHasNoEqualityCannotBeListed() {
    assertThat(Interest.of(ChangeFilter.NONE, View.ALL)).isNull();
    assertThat(Interest.of(ChangeFilter.NONE, view("{n: {$gt: 5}}"))).isNull();
    assertThat(Interest.of(ChangeFilter.NONE, view("{$or: [{n: 1}, {m: {$ne: 1}}]}"))).isNull();
  }

  /** A part of a document may have an equality that the document does not have. */
  @ParameterizedTest
  @ValueSource(strings = {"{a: {x: 1}}", "{'list.0.x': 1}", "{list: {x: 1}}"})
  void aReaderOfPartsIsNotFoundByWhatOnlyThePartHas(String where) {
    Grant parts =
        new Grant(
            Query.parse(BsonDocument.parse("{kind: 'order'}")),
            FieldMask.of(List.of("_id", "a.x", "list.x")));
    View view = View.of(List.of(parts)).narrow(Query.parse(BsonDocument.parse(where)));
    LogEntry entry =
        entry(
            1,
            "{operationType: 'insert', documentKey: {_id: 1}, fullDocument: {_id: 1, kind: 'order',"
                + " a: {x: 1, y: 2}, list: [7, {x: 1, y: 2}]}}");
    assertThat(view.see(entry, changes)).isNotNull();
    for (int i = 0; i < 5; i++) {
      add("other " + i, "{kind: 'order'}");
    }
    add("parts", view, ChangeFilter.NONE);

    assertThat(found(entry)).contains("parts");
  }

  /** Text that is not UTF-8 is replaced in what a reader of parts is shown. */
  @Test
  void aReaderOfPartsIsNotFoundByWhatIsShownInsteadOfBrokenText() {
    Grant parts =
        new Grant(
            Query.parse(BsonDocument.parse("{kind: 'order'}")), FieldMask.of(List.of("text")));
    Query where = Query.parse(new BsonDocument("text", new BsonString("\uFFFD")));
    View view = View.of(List.of(parts)).narrow(where);
    BsonDocument document = BsonDocument.parse("{_id: 1, kind: 'order'}");
    // half of a surrogate pair, which the driver writes as bytes that are not UTF-8
    document.put("text", new BsonString("\uD800"));
    BsonDocument event = BsonDocument.parse("{operationType: 'insert', documentKey: {_id: 1}}");
    LogEntry entry = entry(1, event.append("fullDocument", document));
    assertThat(view.see(entry, changes)).isNotNull();
    for (int i = 0; i < 5; i++) {
      add("other " + i, "{kind: 'order'}");
    }
    add("parts", view, ChangeFilter.NONE);

    assertThat(found(entry)).contains("parts");
  }

  /** Drops and gaps concern it all the same. */
  @Test
  void aReaderThatSeesNothingIsFoundByNoDocument() {
    add("nothing", View.of(List.of()), ChangeFilter.NONE);

    assertThat(found(update("ann", "bob"))).isEmpty();
    assertThat(found(change("drop", null))).containsExactly("nothing");
  }

  /** Every field is looked for in every change. */
  @Test
  void thereIsRoomForSoManyFields() {
    for (int i = 0; i < ReaderIndex.MOST_PATHS; i++) {
      assertThat(add("reader " + i, "{field" + i + ": 1}")).isNotNull();
    }
    assertThat(add("late", "{other: 1}")).isNull();
    assertThat(add("late", "{other: 1, field3: 2}")).isNotNull();
    ReaderIndex.Listing<String> again = add("again", "{field0: 5}");
    index.remove(again);
    assertThat(add("late", "{other: 1}")).isNull();
  }

  @Test
  void whatIsRemovedIsNotFoundAndTakesNoRoom() {
    List<ReaderIndex.Listing<String>> listings = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      listings.add(add("reader " + i, "{owner: {$in: ['ann', 'bob']}}"));
    }
    index.remove(listings.get(2));
    assertThat(found(update("ann", "bob")))
        .containsExactlyInAnyOrder("reader 0", "reader 1", "reader 3", "reader 4");
    for (int i : new int[] {0, 1, 3, 4}) {
      index.remove(listings.get(i));
    }

    assertThat(found(update("ann", "bob"))).isEmpty();
    assertThat(index.isEmpty()).isTrue();
  }

  private ReaderIndex.Listing<String> add(String reader, String rows) {
    return add(reader, view(rows), ChangeFilter.NONE);
  }

  private ReaderIndex.Listing<String> add(String reader, View view, ChangeFilter filter) {
    return index.add(reader, Interest.of(filter, view));
  }

  private List<String> found(LogEntry entry) {
    List<String> found = new ArrayList<>();
    index.find(EntryTerms.of(entry, index.lookedFor(), changes), found::add);
    return found.stream().distinct().toList();
  }

  private static View view(String rows) {
    return View.of(List.of(new Grant(Query.parse(BsonDocument.parse(rows)), FieldMask.ALL)));
  }

  private static LogEntry update(String before, String after) {
    return entry(
        1,
        ("{operationType: 'update', documentKey: {_id: 1}, ns: {db: 'db', coll: 'one'},"
                + " fullDocument: {_id: 1, owner: %s}, fullDocumentBeforeChange: {_id: 1, owner:"
                + " %s}}")
            .formatted(quoted(after), quoted(before)));
  }

  private static String quoted(String owner) {
    return owner.startsWith("[") ? owner : "'" + owner + "'";
  }

  private static LogEntry change(String operation, String id) {
    return entry(
        1,
        "{operationType: '"
            + operation
            + "', ns: {db: 'db', coll: 'one'}"
            + (id == null ? "" : ", documentKey: {_id: " + id + "}")
            + "}");
  }
}
