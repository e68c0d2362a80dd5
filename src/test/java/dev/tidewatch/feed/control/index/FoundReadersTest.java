package dev.tidewatch.feed.control.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.ChangeReader;
import dev.tidewatch.feed.control.view.Events;
import dev.tidewatch.feed.control.view.FieldMask;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.query.InvalidQueryException;
import dev.tidewatch.query.Query;
import dev.tidewatch.query.RandomQueries;
import dev.tidewatch.query.RandomValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

/**
 * Random readers and random entries: a reader that would be sent an entry if it were asked is found
 * from the entry.
 */
class FoundReadersTest {

  private static final ImagePolicy EXACT = new ImagePolicy(true, false, false);
  private static final int READERS = 60;
  private static final int ENTRIES = 150;

  private final long seed = new Random().nextLong();
  private final RandomValues values = new RandomValues(new Random(seed));
  private List<RawBsonDocument> documents = List.of();
  private int number;

  private record Reader(View view, ChangeFilter filter) {

    boolean isSent(LogEntry entry, ImagePolicy images) {
      LogEntry seen = view.see(entry, images);
      return seen != null && filter.passes(seen);
    }
  }

  @Test
  void everyReaderThatIsSentAnEntryIsFound() {
    int sent = 0;
    int found = 0;
    int asked = 0;
    for (int round = 0; round < 20; round++) {
      ImagePolicy images = values.oneIn(8) ? ImagePolicy.AS_SENT : EXACT;
      documents = Stream.generate(() -> document(values.below(6))).limit(30).toList();
      ChangeReader changes = new ChangeReader(images);
      ReaderIndex<Reader> index = new ReaderIndex<>();
      List<ReaderIndex.Listing<Reader>> listings = list(index);
      Set<Reader> listed = new HashSet<>();
      index.find(EntryTerms.ALL, listed::add);
      for (int i = 0; i < ENTRIES; i++) {
        LogEntry entry = entry();
        Set<Reader> concerned = new HashSet<>();
        index.find(EntryTerms.of(entry, index.lookedFor(), changes), concerned::add);
        for (Reader reader : listed) {
          if (reader.isSent(entry, images)) {
            sent++;
            assertThat(concerned)
                .as("seed %d, %s, %s", seed, reader, entry.content())
                .contains(reader);
          }
        }
        asked += listed.size();
        found += concerned.size();
      }
      listings.forEach(index::remove);
      assertThat(index.isEmpty()).isTrue();
    }
    assertThat(sent).as("seed %d", seed).isGreaterThan(500);
    assertThat(found).as("seed %d", seed).isLessThan(asked / 2);
  }

  private List<ReaderIndex.Listing<Reader>> list(ReaderIndex<Reader> index) {
    List<ReaderIndex.Listing<Reader>> listings = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      Reader reader = new Reader(view(), filter());
      Interest interest = Interest.of(reader.filter(), reader.view());
      ReaderIndex.Listing<Reader> listing = interest == null ? null : index.add(reader, interest);
      if (listing != null) {
        listings.add(listing);
      }
    }
    // some come and go
    for (int i = 0; i < listings.size() / 4; i++) {
      index.remove(listings.remove(values.below(listings.size())));
    }
    return listings;
  }

  private View view() {
    if (values.oneIn(4)) {
      return View.ALL.narrow(values.oneIn(2) ? rows() : Query.ALL);
    }
    List<Grant> grants = new ArrayList<>();
    int size = values.oneIn(20) ? 0 : values.oneIn(4) ? 2 : 1;
    for (int i = 0; i < size; i++) {
      grants.add(new Grant(values.oneIn(3) ? Query.ALL : rows(), fields()));
    }
    return View.of(grants).narrow(values.oneIn(3) ? rows() : Query.ALL);
  }

  /** Also parts of fields, of which a query may find what the document does not have. */
  private FieldMask fields() {
    return values.oneIn(2)
        ? FieldMask.ALL
        : FieldMask.of(
            List.of(
                "_id", values.name(), values.name() + "." + values.name(), values.name() + ".c"));
  }

  private Query rows() {
    RandomQueries queries = new RandomQueries(values, documents);
    while (true) {
      try {
        return Query.parse(values.oneIn(3) ? queries.next() : equality());
      } catch (InvalidQueryException e) {
        // a few are
      }
    }
  }

  /** An equality that some document has. */
  private BsonDocument equality() {
    BsonDocument document = documents.get(values.below(documents.size()));
    List<String> names = List.copyOf(document.keySet());
    String name = names.get(values.below(names.size()));
    BsonValue value = document.get(name);
    if (values.oneIn(3)) {
      BsonArray list = new BsonArray();
      list.add(value);
      list.add(values.value(1));
      return new BsonDocument(name, new BsonDocument("$in", list));
    }
    return new BsonDocument(name, value);
  }

  private ChangeFilter filter() {
    ChangeFilter filter =
        ChangeFilter.of(
            values.oneIn(5)
                ? List.of(values.pick("insert", "update", "delete", "drop"))
                : List.of(),
            values.oneIn(5) ? List.of(values.pick("db.one", "db.two", "db")) : List.of(),
            values.oneIn(3) ? List.of(String.valueOf(values.below(6))) : List.of());
    return values.oneIn(6) ? filter.touching(List.of(values.name())) : filter;
  }

  private LogEntry entry() {
    number++;
    if (values.oneIn(50)) {
      return new LogEntry(
          new Gap(
              Gap.Reason.HISTORY_LOST,
              Events.position(number, "04"),
              Events.position(number, "04")));
    }
    String operation =
        values.oneIn(30)
            ? values.pick("drop", "rename", "dropDatabase", "invalidate", "create")
            : values.pick("insert", "update", "update", "replace", "delete");
    BsonDocument event = new BsonDocument("operationType", new BsonString(operation));
    event.put(
        "ns",
        new BsonDocument("db", new BsonString("db"))
            .append("coll", new BsonString(values.pick("one", "two"))));
    if (List.of("insert", "update", "replace", "delete").contains(operation)) {
      addDocuments(event, values.below(6));
    }
    return Events.entry(number, event);
  }

  private void addDocuments(BsonDocument event, int id) {
    if (!values.oneIn(40)) {
      event.put("documentKey", new BsonDocument("_id", new BsonInt32(id)));
    }
    addImage(event, "fullDocument", id);
    addImage(event, "fullDocumentBeforeChange", id);
    event.put(
        "updateDescription",
        new BsonDocument("updatedFields", new BsonDocument(values.name(), new BsonInt32(1)))
            .append("removedFields", new BsonArray()));
  }

  private void addImage(BsonDocument event, String name, int id) {
    if (values.oneIn(12)) {
      return;
    }
    BsonDocument known = documents.get(values.below(documents.size()));
    event.put(name, values.oneIn(12) ? BsonNull.VALUE : values.oneIn(3) ? document(id) : known);
  }

  private RawBsonDocument document(int id) {
    return values.document(new BsonInt32(id), 2);
  }
}
