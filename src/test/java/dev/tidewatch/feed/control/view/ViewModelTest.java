package dev.tidewatch.feed.control.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.JsonForm;
import dev.tidewatch.feed.entity.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random documents, views and histories: the state that a client makes of what a view shows equals
 * the view of the documents after each change, and no value, field name or id that is hidden is in
 * anything that was shown, ids decoded.
 */
class ViewModelTest {

  private static final int STEPS = 2_500;

  private final List<ModelView> models = new ArrayList<>();
  private final List<View> views = new ArrayList<>();
  private final List<ReaderModel> readers = new ArrayList<>();
  private final Map<String, BsonDocument> documents = new TreeMap<>();
  private Random random;
  private RandomDocuments made;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsShownIsTheViewAndNothingElse(long seed) {
    random = new Random(seed);
    made = new RandomDocuments(random);
    for (int i = 0; i < 6; i++) {
      ModelView model = ModelView.random(random);
      models.add(model);
      views.add(model.view());
      readers.add(new ReaderModel());
    }
    int shown = 0;
    int updates = 0;
    for (int step = 1; step <= STEPS; step++) {
      BsonDocument event = change();
      ImagePolicy images = new ImagePolicy(true, random.nextBoolean(), random.nextBoolean());
      for (int i = 0; i < views.size(); i++) {
        LogEntry entry = Events.entry(step, event);
        LogEntry seen = views.get(i).see(entry, images);
        check(i, event, seen, "seed " + seed + ", step " + step);
        shown += seen == null ? 0 : 1;
        updates += seen != null && seen.isChange() && isUpdate(Events.seen(seen)) ? 1 : 0;
      }
    }
    // else the test would prove little
    assertThat(shown).isGreaterThan(STEPS / 2);
    assertThat(updates).isGreaterThan(STEPS / 50);
  }

  private static boolean isUpdate(BsonDocument change) {
    return change.containsKey("updateDescription");
  }

  private void check(int reader, BsonDocument event, LogEntry seen, String where) {
    Supplier<String> context = () -> where + ": " + event.toJson();
    BsonValue id = event.getDocument("documentKey").get("_id");
    BsonDocument after = documents.get(id.asString().getValue());
    BsonDocument expected = after == null ? null : models.get(reader).visible(after);
    Map<BsonValue, BsonDocument> state = readers.get(reader).documents("d.c");
    boolean isGap = seen != null && !seen.isChange();
    if (seen != null && !isGap) {
      readers.get(reader).take(Events.seen(seen));
    }
    if (isGap) {
      assertThat(((Gap) seen.content()).reason()).isEqualTo(Gap.Reason.NO_IMAGE);
      assertThat(event.toJson()).contains(": null");
      state.remove(id);
      if (expected != null) {
        state.put(id, expected.clone());
      }
    }
    // apart from the order of fields, which an update does not tell
    assertThat(state.get(id)).as(context).isEqualTo(expected);
    Set<String> allowed = new TreeSet<>();
    allowed.addAll(Canaries.in(json(expected)));
    BsonDocument before = before(event);
    allowed.addAll(Canaries.in(before == null ? "" : json(models.get(reader).visible(before))));
    if (models.get(reader).isWhole() && expected != null) {
      // a field that MongoDB may add to its events
      allowed.addAll(Canaries.in(event.getString("secret").getValue()));
    }
    assertThat(allowed).as(context).containsAll(Canaries.in(received(seen)));
  }

  private static BsonDocument before(BsonDocument event) {
    return event.get("before") instanceof BsonDocument document ? document : null;
  }

  /** Everything that a reader gets of an entry, over any protocol. */
  private static String received(LogEntry seen) {
    if (seen == null) {
      return "";
    }
    Position position = seen.position();
    String places = Canaries.decoded(position);
    if (seen.content() instanceof Gap gap) {
      places += Canaries.decoded(gap.after()) + Canaries.decoded(gap.position());
    }
    return new String(seen.json(JsonForm.RELAXED), StandardCharsets.UTF_8)
        + new String(seen.json(JsonForm.CANONICAL), StandardCharsets.UTF_8)
        + seen.htmlText()
        + places;
  }

  private static String json(BsonDocument document) {
    return document == null ? "hidden" : document.toJson();
  }

  private BsonDocument change() {
    boolean inserts = documents.isEmpty() || documents.size() < 8 && random.nextInt(3) == 0;
    String id = inserts ? made.canary("I") : made.any(documents.keySet().toArray(String[]::new));
    BsonDocument before = documents.get(id);
    int kind = random.nextInt(10);
    BsonDocument event = new BsonDocument();
    if (inserts || kind < 8) {
      BsonDocument after = inserts || kind < 2 ? made.document(id) : made.edited(before);
      event.put(
          "operationType", new BsonString(inserts ? "insert" : kind < 2 ? "replace" : "update"));
      event.put("fullDocument", after);
      documents.put(id, after);
      if (!inserts && kind >= 2) {
        event.put("updateDescription", description(before, after));
      }
    } else {
      event.put("operationType", new BsonString("delete"));
      documents.remove(id);
    }
    event.put("ns", BsonDocument.parse("{db: 'd', coll: 'c'}"));
    event.put("documentKey", new BsonDocument("_id", new BsonString(id)));
    event.put("secret", new BsonString(made.canary("V")));
    if (before != null) {
      // for the check alone, which is why it has another name
      event.put("before", before);
      event.put("fullDocumentBeforeChange", image(before));
      if (event.getString("operationType").getValue().equals("update")) {
        event.put("fullDocument", image(event.getDocument("fullDocument")));
      }
    }
    return event;
  }

  private BsonValue image(BsonDocument document) {
    return random.nextInt(30) == 0 ? BsonNull.VALUE : document;
  }

  /** As a server describes an update: what differs, as deep as it differs. */
  private BsonDocument description(BsonDocument before, BsonDocument after) {
    BsonDocument description = new BsonDocument("updatedFields", new BsonDocument());
    description.put("removedFields", new BsonArray());
    description.put("truncatedArrays", new BsonArray());
    BsonDocument told = new BsonDocument();
    describe(before, after, List.of(), description, told);
    if (random.nextInt(3) == 0) {
      description.put("disambiguatedPaths", told);
    }
    return description;
  }

  private void describe(
      BsonDocument before,
      BsonDocument after,
      List<BsonValue> path,
      BsonDocument description,
      BsonDocument told) {
    before.forEach(
        (name, value) -> {
          if (!after.containsKey(name)) {
            description
                .getArray("removedFields")
                .add(new BsonString(tell(path, new BsonString(name), told)));
          }
        });
    after.forEach(
        (name, value) ->
            describe(before.get(name), value, path, new BsonString(name), description, told));
  }

  private void describe(
      BsonValue before,
      BsonValue after,
      List<BsonValue> path,
      BsonValue last,
      BsonDocument description,
      BsonDocument told) {
    if (after.equals(before)) {
      return;
    }
    List<BsonValue> deeper = new ArrayList<>(path);
    deeper.add(last);
    boolean whole = random.nextInt(5) == 0;
    if (before != null && before.isDocument() && after.isDocument() && !whole) {
      describe(before.asDocument(), after.asDocument(), deeper, description, told);
    } else if (before != null && before.isArray() && after.isArray() && !whole) {
      BsonArray from = before.asArray();
      BsonArray to = after.asArray();
      if (to.size() < from.size()) {
        description
            .getArray("truncatedArrays")
            .add(
                new BsonDocument("field", new BsonString(tell(path, last, told)))
                    .append("newSize", new BsonInt32(to.size())));
      }
      for (int i = 0; i < to.size(); i++) {
        BsonValue old = i < from.size() ? from.get(i) : null;
        describe(old, to.get(i), deeper, new BsonInt32(i), description, told);
      }
    } else {
      description.getDocument("updatedFields").put(tell(path, last, told), after);
    }
  }

  /** The text of a path; remembers its parts if the text does not tell them. */
  private static String tell(List<BsonValue> path, BsonValue last, BsonDocument told) {
    List<BsonValue> parts = new ArrayList<>(path);
    parts.add(last);
    StringBuilder text = new StringBuilder();
    boolean plain = true;
    for (BsonValue part : parts) {
      String name =
          part.isString() ? part.asString().getValue() : String.valueOf(part.asInt32().getValue());
      text.append(text.isEmpty() ? "" : ".").append(name);
      plain &= !part.isString() || !name.contains(".") && !name.matches("\\d+");
    }
    if (!plain) {
      told.put(text.toString(), new BsonArray(parts));
    }
    return text.toString();
  }
}
