package dev.tidewatch.development;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonWriterSettings;

/**
 * Makes the events of two servers comparable: tokens and generated ids become placeholders,
 * numbered in their order of appearance, so that equal ones stay equal; times become one
 * placeholder. The order of fields stays.
 */
final class Normalised {

  private final Map<BsonValue, String> placeholders = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  private Normalised() {}

  /** Compares one by one, so that a failure shows the first event that differs and no other. */
  static void assertSame(List<BsonDocument> actual, List<BsonDocument> expected) {
    List<String> are = events(actual);
    List<String> shouldBe = events(expected);
    assertThat(shouldBe).isNotEmpty();
    for (int i = 0; i < Math.min(are.size(), shouldBe.size()); i++) {
      assertThat(are.get(i)).as("event %d", i).isEqualTo(shouldBe.get(i));
    }
    assertThat(are).hasSameSizeAs(shouldBe);
  }

  private static List<String> events(List<BsonDocument> events) {
    Normalised normalised = new Normalised();
    return events.stream()
        .map(event -> normalised.document(event).toJson(JsonWriterSettings.builder().build()))
        .toList();
  }

  private BsonDocument document(BsonDocument document) {
    BsonDocument result = new BsonDocument();
    document.forEach(
        (name, value) ->
            result.append(name, name.equals("_data") ? placeholder("token", value) : value(value)));
    return result;
  }

  private BsonValue value(BsonValue value) {
    return switch (value.getBsonType()) {
      case DOCUMENT -> document(value.asDocument());
      case ARRAY -> new BsonArray(value.asArray().stream().map(this::value).toList());
      case OBJECT_ID -> placeholder("id", value);
      // two events may have the same time, or not
      case TIMESTAMP -> new BsonString("<timestamp>");
      case DATE_TIME -> new BsonString("<date>");
      default -> value;
    };
  }

  private BsonString placeholder(String kind, BsonValue value) {
    return new BsonString(
        placeholders.computeIfAbsent(
            value, key -> "<" + kind + " " + counts.merge(kind, 1, Integer::sum) + ">"));
  }
}
