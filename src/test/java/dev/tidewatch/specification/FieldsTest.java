package dev.tidewatch.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Nothing of a document is skipped over. */
class FieldsTest {

  @Test
  void everyFieldMustBeRead() {
    assertThat(read("{a: 'x'}", fields -> fields.text("a"))).isEqualTo("x");
    assertThatThrownBy(() -> read("{a: 'x', b: 1}", fields -> fields.text("a")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("it: this runner does not know [b]");
  }

  @Test
  void whatIsAbsentOrOfAnotherTypeFails() {
    assertFails("{}", fields -> fields.text("a"));
    assertFails("{a: 1}", fields -> fields.text("a"));
    assertFails("{a: 1}", fields -> fields.findText("a"));
    assertFails("{a: [1]}", fields -> fields.findTexts("a"));
    assertFails("{a: []}", fields -> fields.documents("a"));
    assertThat(read("{}", fields -> fields.findTexts("a"))).isEqualTo(List.of());
  }

  private static void assertFails(String document, Function<Fields, Object> reader) {
    assertThatThrownBy(() -> read(document, reader)).isInstanceOf(AssertionError.class);
  }

  private static Object read(String document, Function<Fields, Object> reader) {
    return Fields.read("it", BsonDocument.parse(document), reader);
  }
}
