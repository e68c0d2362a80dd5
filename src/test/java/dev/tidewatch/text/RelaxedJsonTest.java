package dev.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelaxedJsonTest {

  @Test
  void fieldsKeepTheirOrder() {
    BsonDocument document =
        new BsonDocument("z", new BsonString("é\"\u2028")).append("a", BsonNull.VALUE);

    assertThat(RelaxedJson.write(document)).isEqualTo("{\"z\": \"é\\\"\\u2028\", \"a\": null}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0               | {\"$date\": \"1970-01-01T00:00:00Z\"}",
        "1700000000000   | {\"$date\": \"2023-11-14T22:13:20Z\"}",
        "1700000000100   | {\"$date\": \"2023-11-14T22:13:20.100Z\"}",
        "253402300799999 | {\"$date\": \"9999-12-31T23:59:59.999Z\"}",
        "253402300800000 | {\"$date\": {\"$numberLong\": \"253402300800000\"}}",
        "-1              | {\"$date\": {\"$numberLong\": \"-1\"}}"
      })
  void datesHaveNoFractionOrThreeDigitsBetween1970And9999(long millis, String json) {
    assertThat(value(new BsonDateTime(millis))).isEqualTo(json);
  }

  @Test
  void numbersArePlainAndNaNAndInfinityAreNamed() {
    assertThat(value(new BsonInt64(9_007_199_254_740_993L))).isEqualTo("9007199254740993");
    assertThat(value(new BsonDouble(1))).isEqualTo("1.0");
    assertThat(value(new BsonDouble(Double.NaN))).isEqualTo("{\"$numberDouble\": \"NaN\"}");
    assertThat(value(new BsonDouble(Double.NEGATIVE_INFINITY)))
        .isEqualTo("{\"$numberDouble\": \"-Infinity\"}");
  }

  private static String value(BsonValue value) {
    String json = RelaxedJson.write(new BsonDocument("v", value));
    return json.substring("{\"v\": ".length(), json.length() - 1);
  }

  @Test
  void theBytesAreThoseOfTheText() {
    String longOne = "a\"\u0001é😀".repeat(40_000);
    BsonDocument document =
        new BsonDocument("first", new BsonString(longOne))
            .append("list", new BsonArray(List.of(new BsonString(longOne), new BsonString("b"))))
            .append("last", new BsonInt32(1));

    byte[] bytes = RelaxedJson.utf8(document, 10);

    assertThat(new String(bytes, 10, bytes.length - 10, StandardCharsets.UTF_8))
        .isEqualTo(RelaxedJson.write(document));
  }
}
