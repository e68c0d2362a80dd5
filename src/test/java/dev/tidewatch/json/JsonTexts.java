package dev.tidewatch.json;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes up JSON texts that can be stored, in all the ways in which JSON can be written. */
public final class JsonTexts {

  private static final List<String> ODD_NUMBERS =
      List.of(
          "0",
          "-0",
          "0.0",
          "-0.0",
          "-0E+9",
          "1.0",
          "1.10",
          "1e308",
          "1e309",
          "4.9e-324",
          "1e-400",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "0.1",
          "0.30000000000000004",
          "8.41e21",
          "0.1000000000000000000000000000000001",
          "1234567890123456789012345678901234",
          "9.999999999999999999999999999999999E+6144",
          "1e-6176",
          "1E6144",
          "10e-6177",
          "100000000000000000000000000000000000000000000000000");

  private JsonTexts() {}

  /** An object. */
  public static Arbitrary<String> objects() {
    return objects(3);
  }

  /** A number. */
  public static Arbitrary<String> numbers() {
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(17);
    Arbitrary<String> exponents = Arbitraries.of("", "e5", "E-7", "e+300", "E-300");
    Arbitrary<String> decimals =
        Combinators.combine(Arbitraries.longs(), digits, exponents)
            .as((whole, fraction, exponent) -> whole / 1000 + "." + fraction + exponent);
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Object::toString),
        Arbitraries.integers().map(Object::toString),
        Arbitraries.doubles().map(Object::toString),
        Arbitraries.bigIntegers().map(Object::toString),
        decimals,
        Arbitraries.of(ODD_NUMBERS));
  }

  private static Arbitrary<String> objects(int depth) {
    Arbitrary<String> names = texts().filter(text -> !text.startsWith("$") && text.indexOf(0) < 0);
    return Combinators.combine(
            names.list().ofMaxSize(5).uniqueElements(),
            values(depth - 1).list().ofSize(5),
            spaces())
        .as(
            (keys, values, space) ->
                keys.stream()
                    .map(key -> quoted(key) + space + ":" + values.get(keys.indexOf(key)))
                    .collect(Collectors.joining("," + space, "{" + space, "}" + space)));
  }

  private static Arbitrary<String> values(int depth) {
    Arbitrary<String> scalars =
        Arbitraries.oneOf(
            numbers(),
            texts().map(JsonTexts::quoted),
            Arbitraries.of("true", "false", "null", "{}", "[]", "\"\\ud83c\\udf0a\"", "\"\\/\""));
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<String> arrays =
        Arbitraries.lazy(() -> values(depth - 1))
            .list()
            .ofMaxSize(4)
            .map(elements -> "[" + String.join(",", elements) + "]");
    return Arbitraries.oneOf(scalars, scalars, arrays, Arbitraries.lazy(() -> objects(depth)));
  }

  private static Arbitrary<String> spaces() {
    return Arbitraries.of("", " ", "\n", "\r\n\t");
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(8),
            Arbitraries.of("", "a.b", ".", "\0", "é", "🌊", "\u2028", "__proto__", "a$b", "1"))
        .filter(Utf8::canHold);
  }

  /** With escapes for what must have them, and for what need not, now and then. */
  private static String quoted(String text) {
    return text.chars()
        .mapToObj(
            c ->
                c < ' ' || c == '"' || c == '\\' || c % 5 == 0
                    ? String.format("\\u%04x", c)
                    : String.valueOf((char) c))
        .collect(Collectors.joining("", "\"", "\""));
  }
}
