package dev.tidewatch.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonWriterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{$oid: '5f9b3b3b3b3b3b3b3b3b3b3b'} | {\"$oid\":\"5f9b3b3b3b3b3b3b3b3b3b3b\"}",
        "{$date: '2020-01-01T00:00:00Z'} | {\"$date\":\"2020-01-01T00:00:00Z\"}",
        "{$binary: {base64: 'AQI=', subType: '00'}} | {\"$binary\":{\"base64\":\"AQI=\",\"subType\":\"00\"}}",
        "{$numberDouble: 'NaN'} | {\"$numberDouble\":\"NaN\"}",
        "{$numberDouble: '-Infinity'} | {\"$numberDouble\":\"-Infinity\"}",
        "{$numberDecimal: 'NaN'} | {\"$numberDecimal\":\"NaN\"}",
        "{$numberDecimal: '1.10'} | 1.10",
        "{$numberDecimal: '-0'} | -0.0",
        "{$numberDecimal: '-0E+5'} | -0.0",
        "{$numberDecimal: '-0.00'} | -0.0",
        "{$numberDecimal: '1E+6144'} | 1.000000000000000000000000000000000E+6144",
        "{$numberLong: '9223372036854775807'} | 9223372036854775807",
        "{$minKey: 1} | {\"$minKey\":1}",
        "{$regularExpression: {pattern: 'a', options: 'i'}} | {\"$regularExpression\":{\"pattern\":\"a\",\"options\":\"i\"}}"
      })
  void otherTypesAreRelaxedExtendedJsonAndNumbersArePlain(String bson, String json) {
    BsonDocument document = BsonDocument.parse("{a: " + bson + ", b: [" + bson + "]}");

    assertThat(text(JsonWriter.write(document)))
        .isEqualTo("{\"a\":" + json + ",\"b\":[" + json + "]}");
  }

  @Test
  void textIsWrittenAsItIs() {
    assertThat(text(JsonWriter.write(BsonDocument.parse("{a: ['é🌊\\u2028<'], b: []}"))))
        .isEqualTo("{\"a\":[\"é🌊\u2028<\"],\"b\":[]}");
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
