package dev.tidewatch.feed.control.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.CloseReason;
import java.util.List;
import java.util.stream.Stream;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code key} means, against an {@code _id} of every type of BSON. */
class KeyFilterTest {

  /**
   * An _id.
   *
   * @param id in the shell's notation
   * @param same keys that it has
   * @param others keys that it has not
   */
  record Case(String id, List<String> same, List<String> others) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case("'a,b'", List.of("a,b", "\"a,b\""), List.of("a", "b", "{\"a\":1}")),
        new Case("'5'", List.of("5", "\"5\""), List.of("5.0", "{\"$numberInt\":\"5\"}")),
        new Case(
            "5",
            List.of(
                "5",
                "5.0",
                "5e0",
                "0.5E+1",
                "{\"$numberInt\":\"5\"}",
                "{\"$numberLong\":\"5\"}",
                "{\"$numberDouble\":\"5.0\"}",
                "{\"$numberDecimal\":\"5.00\"}"),
            List.of("50", "6", "\"5\"", "05", "+5", " 5")),
        new Case(
            "{$numberLong: '5'}", List.of("5", "5.0", "{\"$numberDecimal\":\"5\"}"), List.of("50")),
        new Case(
            "5.0",
            List.of("5", "5.0", "{\"$numberInt\":\"5\"}", " {\"$numberInt\":\"5\"} "),
            List.of("50")),
        new Case(
            "{$numberDecimal: '5.0'}", List.of("5", "{\"$numberDouble\":\"5\"}"), List.of("50")),
        new Case(
            "1.7e12",
            List.of("1700000000000", "1.7e12", "{\"$numberLong\":\"1700000000000\"}"),
            List.of("1700000000001")),
        new Case(
            "-0.0",
            List.of("0", "-0", "{\"$numberInt\":\"0\"}", "{\"$numberDecimal\":\"0E+3\"}"),
            List.of("1")),
        new Case("{$numberDecimal: '-0'}", List.of("0", "-0", "0.0"), List.of("1")),
        new Case(
            "0.1",
            List.of("0.1", "1e-1", "{\"$numberDouble\":\"0.1\"}"),
            List.of("{\"$numberDecimal\":\"0.1\"}", "0.10000000000000002")),
        new Case(
            "{$numberDecimal: '0.1'}",
            List.of("0.1", "0.10", "{\"$numberDecimal\":\"0.10\"}"),
            List.of("{\"$numberDouble\":\"0.1\"}")),
        new Case(
            "{$numberLong: '9007199254740993'}",
            List.of("9007199254740993"),
            List.of(
                "9007199254740992",
                "9007199254740994",
                "{\"$numberDouble\":\"9007199254740992\"}")),
        new Case("9007199254740992.0", List.of("9007199254740992"), List.of("9007199254740993")),
        new Case(
            "{$numberLong: '9223372036854775807'}",
            List.of("9223372036854775807"),
            List.of("9223372036854775808")),
        new Case(
            "9223372036854775808.0",
            List.of("9223372036854775808"),
            List.of("9223372036854775807")),
        new Case(
            "{$numberDecimal: '1E+400'}",
            List.of("1e400", "{\"$numberDecimal\":\"10E+399\"}"),
            List.of("1e401", "1e999999999", "1e9999999999")),
        new Case(
            "{$numberDouble: 'NaN'}",
            List.of("{\"$numberDouble\":\"NaN\"}", "{\"$numberDecimal\":\"NaN\"}"),
            List.of("NaN", "0")),
        new Case(
            "{$numberDecimal: '-Infinity'}",
            List.of("{\"$numberDouble\":\"-Infinity\"}"),
            List.of("{\"$numberDouble\":\"Infinity\"}", "-Infinity")),
        new Case(
            "{$oid: '64b000000000000000000001'}",
            List.of(
                "64b000000000000000000001",
                "64B000000000000000000001",
                "{\"$oid\":\"64b000000000000000000001\"}",
                "{ \"$oid\" :\t\"64b000000000000000000001\" }"),
            List.of("64b000000000000000000002", "\"64b000000000000000000001\"")),
        new Case(
            "'64b000000000000000000001'",
            List.of("64b000000000000000000001", "\"64b000000000000000000001\""),
            List.of("{\"$oid\":\"64b000000000000000000001\"}")),
        new Case(
            "{$date: 1700000000000}",
            List.of(
                "{\"$date\":\"2023-11-14T22:13:20Z\"}",
                "{\"$date\": {\"$numberLong\": \"1700000000000\"}}",
                "{\"$date\":\"2023-11-14T23:13:20.000+01:00\"}"),
            List.of("1700000000000", "{\"$date\":\"2023-11-14T22:13:21Z\"}")),
        new Case(
            "{$uuid: '7d0dc6a5-8a0c-4a0b-8d6c-0a3f6d9f4e21'}",
            List.of(
                "{\"$uuid\":\"7d0dc6a5-8a0c-4a0b-8d6c-0a3f6d9f4e21\"}",
                "{\"$binary\":{\"base64\":\"fQ3GpYoMSguNbAo/bZ9OIQ==\",\"subType\":\"04\"}}",
                "7d0dc6a5-8a0c-4a0b-8d6c-0a3f6d9f4e21"),
            List.of(
                "{\"$binary\":{\"base64\":\"fQ3GpYoMSguNbAo/bZ9OIQ==\",\"subType\":\"00\"}}",
                "\"7d0dc6a5-8a0c-4a0b-8d6c-0a3f6d9f4e21\"")),
        new Case("true", List.of("true"), List.of("false", "1", "\"true\"")),
        new Case("'true'", List.of("true", "\"true\""), List.of("false")),
        new Case("null", List.of("null"), List.of("0", "\"null\"")),
        new Case(
            "{a: 1, b: 2}",
            List.of(
                "{\"a\":1,\"b\":2}",
                "{\"a\": 1.0, \"b\": {\"$numberLong\":\"2\"}}",
                "{ \"a\" : 1 , \"b\" : 2 }",
                "{\"a\":{\"$numberDecimal\":\"1\"},\"b\":2}"),
            List.of(
                "{\"b\":2,\"a\":1}",
                "{\"a\":1}",
                "{\"a\":1,\"b\":2,\"c\":3}",
                "{\"a\":\"1\",\"b\":2}")),
        new Case(
            "{a: {b: [1, 'x', {c: 2.0}]}}",
            List.of("{\"a\":{\"b\":[1.0,\"x\",{\"c\":2}]}}"),
            List.of("{\"a\":{\"b\":[\"x\",1,{\"c\":2}]}}")),
        new Case("'{not json'", List.of("\"{not json\""), List.of("not json")),
        new Case(
            "{$timestamp: {t: 1, i: 2}}",
            List.of("{\"$timestamp\":{\"t\":1,\"i\":2}}"),
            List.of("{\"$timestamp\":{\"t\":1,\"i\":3}}")),
        new Case("{$minKey: 1}", List.of("{\"$minKey\":1}"), List.of("{\"$maxKey\":1}")),
        new Case("{$code: 'x'}", List.of("{\"$code\":\"x\"}"), List.of("x")),
        new Case("{$symbol: 'x'}", List.of("x", "{\"$symbol\":\"x\"}"), List.of("y")),
        new Case("{}", List.of("{}", "{ }"), List.of("{\"a\":1}")),
        new Case("''", List.of("", "\"\""), List.of("a")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valuesAreComparedAsMongoDbComparesThem(Case one) {
    LogEntry entry =
        new LogEntry(
            Change.of(
                RawBsonDocument.parse(
                    "{_id: {_data: '82AB'}, documentKey: {_id: " + one.id() + "}}")));

    assertThat(one.same())
        .allSatisfy(key -> assertThat(filter(key).passes(entry)).as(key).isTrue());
    assertThat(one.others())
        .allSatisfy(key -> assertThat(filter(key).passes(entry)).as(key).isFalse());
    assertThat(
            ChangeFilter.of(
                    List.of(),
                    List.of(),
                    Stream.of(one.others(), one.same()).flatMap(List::stream).toList())
                .passes(entry))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"a\":",
        "{a",
        "{\"$oid\":\"xyz\"}",
        "{\"$numberInt\":\"five\"}",
        "{\"$numberInt\":\"99999999999\"}",
        "{\"$date\":\"yesterday\"}",
        "{\"$unknown\":1}",
        "{\"a\":1}x",
        "{\"a\":1}, \"w\": {}",
        "{\"a\":1}}",
        "{\"a\":1} {}",
        "{\"$regularExpression\":{\"pattern\":\"a\",\"options\":\"\"}}",
        "{\"$undefined\":true}",
        " {"
      })
  void whatStartsAsExtendedJsonAndIsNoneIsRefused(String key) {
    assertThatThrownBy(() -> filter(key))
        .isInstanceOfSatisfying(
            BadParameterException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(CloseReason.BAD_KEY);
              assertThat(e.parameter()).isEqualTo("key");
            })
        .hasMessageStartingWith("What starts with { in the parameter key must be an _id");
  }

  @Test
  void nestingIsBounded() {
    String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
    assertThat(filter(deep).keys()).hasSize(1);
    for (String opening : List.of("{\"a\":", "{\"a\":[")) {
      assertThatThrownBy(() -> filter(opening.repeat(100_000)))
          .isInstanceOf(BadParameterException.class)
          .hasMessageContaining("nested too deep");
    }
    // brackets within a text nest nothing
    assertThat(filter("{\"a\":\"" + "{".repeat(500) + "\"}").keys()).hasSize(1);
  }

  private static ChangeFilter filter(String key) {
    return ChangeFilter.of(List.of(), List.of(), List.of(key));
  }
}
