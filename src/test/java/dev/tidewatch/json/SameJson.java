package dev.tidewatch.json;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/** Compares JSON texts: keys in their order, numbers by value and not by how they are written. */
public final class SameJson {

  private SameJson() {}

  /** Fails if they differ. */
  public static void assertSame(String actual, String expected) {
    Assertions.assertThat(comparable(actual)).isEqualTo(comparable(expected));
  }

  /** As lists, so that the order of keys counts. */
  private static Object comparable(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return comparable(reader.readValue());
    }
  }

  private static Object comparable(JsonValue value) {
    return switch (value.getValueType()) {
      case OBJECT -> {
        List<Object> fields = new ArrayList<>(List.of("object"));
        value.asJsonObject().forEach((name, field) -> fields.add(List.of(name, comparable(field))));
        yield fields;
      }
      case ARRAY -> {
        List<Object> elements = new ArrayList<>(List.of("array"));
        value.asJsonArray().forEach(element -> elements.add(comparable(element)));
        yield elements;
      }
      case NUMBER -> {
        BigDecimal number = ((JsonNumber) value).bigDecimalValue();
        yield number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
      }
      default -> value.toString();
    };
  }
}
