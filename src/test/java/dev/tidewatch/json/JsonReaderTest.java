package dev.tidewatch.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @ParameterizedTest
  @CsvSource({
    "7,INT32",
    "-2147483648,INT32",
    "2147483648,INT64",
    "9007199254740993,INT64",
    "9223372036854775807,INT64",
    "9223372036854775808,DECIMAL128",
    "1.0,DOUBLE",
    "0.1,DOUBLE",
    "1e308,DOUBLE",
    "-0.0,DOUBLE",
    "-0,DOUBLE",
    "1e309,DECIMAL128",
    "0.10000000000000000000000001,DECIMAL128"
  })
  void aNumberGetsTheUsualTypeThatHoldsItExactly(String number, BsonType type) {
    assertThat(read("{\"n\":" + number + "}").get("n").getBsonType()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0", "-0.0", "-0e7"})
  void aNegativeZeroKeepsItsSign(String zero) {
    BsonDocument read = read("{\"n\":" + zero + "}");

    assertThat(read.getDouble("n").getValue()).isEqualTo(-0.0);
    assertThat(new String(JsonWriter.write(read), StandardCharsets.UTF_8))
        .isEqualTo("{\"n\":-0.0}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678901234567890123456789012345",
        "1e6145",
        "1e-6177",
        "1e99999999999",
        "1e-999999999"
      })
  void aNumberThatCannotBeHeldIsRefusedWithTheReason(String number) {
    assertThatThrownBy(() -> read("{\"n\":" + number + "}"))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageContaining("The number " + number + " cannot be stored exactly")
        .hasMessageContaining("34 significant digits");
  }

  @Test
  void aMillionDigitsAreRefusedAtOnce() {
    assertThatThrownBy(() -> read("{\"n\":" + "7".repeat(1_000_000) + "}"))
        .hasMessageContaining("…")
        .message()
        .hasSizeLessThan(300);
  }

  @Test
  void aHundredLevelsAreReadAndNotOneMore() {
    String deepest = "{\"a\":".repeat(99) + "{}" + "}".repeat(99);

    assertThat(read(deepest).toJson()).hasSizeGreaterThan(99 * 6);
    assertThatThrownBy(() -> read("{\"a\":" + deepest + "}")).hasMessageContaining("100 levels");
    assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(900_000)))
        .hasMessageContaining("100 levels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"$set\":1} | starts with $",
        "{\"a\":[{\"$gt\":1}]} | starts with $",
        "{\"a\\u0000b\":1} | U+0000",
        "{\"a\":1,\"a\":2} | occurs twice",
        "{\"a\":{\"b\":1,\"\\u0062\":2}} | occurs twice",
        "{\"a\":\"\\ud800\"} | surrogate",
        "{\"\\udc00\":1} | surrogate",
        "{\"a\":\"\\udc00\\ud800\"} | surrogate",
        "[1] | must be a JSON object",
        "7 | must be a JSON object",
        "null | must be a JSON object",
        "{} {} | not JSON",
        "{\"a\":1}x | not JSON",
        "'' | not JSON",
        "{\"a\":01} | not JSON",
        "{\"a\":NaN} | not JSON",
        "{\"a\":1,} | not JSON",
        "{\"a\" 1} | not JSON",
        "{a:1} | not JSON",
        "{\"a\":\"\t\"} | not JSON",
        "{\"a\":[1} | not JSON",
        "{\"a\":tru} | not JSON",
        "// {} | not JSON",
      })
  void whatCannotBeStoredIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void theErrorNamesLineAndColumn() {
    InvalidJsonException error =
        catchThrowableOfType(
            InvalidJsonException.class, () -> read("{\n  \"a\": 1,\n  \"b\": x\n}"));

    assertThat(error.line()).isEqualTo(3);
    assertThat(error.column()).isBetween(8L, 9L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"Jane",
        "{\"name",
        "{",
        "{\"a\":1,",
        "{\"a\":tr",
        "{\"a\":12",
        "{\"a\":[1",
        "{\"a\":\"b\\u00"
      })
  void aTextThatEndsTooSoonIsRefusedAtItsEnd(String text) {
    for (String before : new String[] {"", "\n", "\r\n \r", " ".repeat(5000)}) {
      InvalidJsonException error =
          catchThrowableOfType(InvalidJsonException.class, () -> read(before + text));

      assertThat(error).hasMessage("The body is not JSON: it ends too soon.");
      assertThat(error.line()).isEqualTo(1 + before.split("\r\n|\r|\n", -1).length - 1);
      assertThat(error.column())
          .isEqualTo(before.replaceFirst("(?s).*[\r\n]", "").length() + text.length() + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 5000, 100_000})
  void thePlaceInALongTextIsSaid(int length) {
    String before = "{\"a\":\"" + "y".repeat(length) + "\",";
    InvalidJsonException error =
        catchThrowableOfType(InvalidJsonException.class, () -> read(before + "x}"));

    assertThat(error.line()).isEqualTo(1);
    assertThat(error.column()).isEqualTo(before.length() + 1);
  }

  @Test
  void invalidUtf8IsRefusedWithItsPosition() {
    byte[] latin1 = "{\"a\":\n\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] halfAPair = {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'};

    InvalidJsonException error =
        catchThrowableOfType(InvalidJsonException.class, () -> JsonReader.read(latin1));
    assertThat(error).hasMessage("The body is not UTF-8.");
    assertThat(error.line()).isEqualTo(2);
    assertThat(error.column()).isEqualTo(2);
    assertThatThrownBy(() -> JsonReader.read(halfAPair)).hasMessage("The body is not UTF-8.");
    assertThatThrownBy(() -> JsonReader.read(new byte[] {'{', (byte) 0xF0, (byte) 0x9F}))
        .hasMessage("The body is not UTF-8.");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() {
    assertThat(read("\uFEFF{\"a\":1}")).isEqualTo(BsonDocument.parse("{a: 1}"));
  }

  @Test
  void keysKeepTheirOrderAndAnyNameButOperators() {
    String text = "{\"z\":1,\"\":2,\"a.b\":3,\"2\":4,\"1\":5,\"a$\":6,\"__proto__\":7}";

    assertThat(new String(JsonWriter.write(read(text)), StandardCharsets.UTF_8)).isEqualTo(text);
  }

  private static BsonDocument read(String text) {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
