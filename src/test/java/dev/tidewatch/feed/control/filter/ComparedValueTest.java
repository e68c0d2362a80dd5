package dev.tidewatch.feed.control.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparedValueTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "5.0",
        "0.1",
        "{$numberLong: '9223372036854775807'}",
        "{$numberDecimal: '0.1'}",
        "{$numberDecimal: '1E6000'}",
        "{$numberDecimal: '-0'}",
        "{$numberDouble: 'NaN'}",
        "{$numberDecimal: 'Infinity'}",
        "{$numberDouble: '1e300'}",
        "'text'",
        "{$symbol: 'text'}",
        "null",
        "{$oid: '65f000000000000000000001'}",
        "{b: 1, a: {c: [1.5, {$numberDecimal: '2.50'}]}}"
      })
  void isAValueAgain(String json) {
    BsonValue value = BsonDocument.parse("{v: " + json + "}").get("v");

    assertThat(ComparedValue.of(value).toBson().map(ComparedValue::of))
        .contains(ComparedValue.of(value));
  }

  @Test
  void aNumberThatNoTypeHasIsNoValue() {
    assertThat(ComparedValue.of(new BigDecimal("1e7000")).toBson()).isEmpty();
    assertThat(ComparedValue.of(new BigDecimal("0." + "123456789".repeat(5))).toBson()).isEmpty();
  }
}
