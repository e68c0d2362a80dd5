package dev.tidewatch.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes up bodies of requests: noise, and JSON with something wrong somewhere. */
public final class HostileBodies {

  private static final Arbitrary<String> TOKENS =
      Arbitraries.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\"a\"",
          "\"$set\"",
          "\"_id\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "-",
          "0",
          "01",
          "1e",
          "1e99999",
          "1e-99999999999",
          "-0",
          "NaN",
          "true",
          "nul",
          "\\u",
          "\0",
          " ",
          "\uFEFF",
          "/**/",
          "'",
          "{\"a\":{\"$where\":1}}",
          "[".repeat(101),
          "{\"a\":".repeat(101),
          "9".repeat(7000),
          "\"_id\":null,");

  private HostileBodies() {}

  /** Any of them. */
  public static Arbitrary<byte[]> all() {
    return Arbitraries.oneOf(noise(), tokens(), damaged());
  }

  private static Arbitrary<byte[]> noise() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(64);
  }

  private static Arbitrary<byte[]> tokens() {
    return TOKENS
        .list()
        .ofMaxSize(8)
        .map(tokens -> ("{\"a\":" + String.join("", tokens)).getBytes(StandardCharsets.UTF_8));
  }

  /** JSON that is cut off, or in which a byte is another one. */
  private static Arbitrary<byte[]> damaged() {
    return Combinators.combine(
            JsonTexts.objects(), Arbitraries.integers().between(0, 1 << 16), Arbitraries.bytes())
        .as(
            (text, place, other) -> {
              byte[] body = text.getBytes(StandardCharsets.UTF_8);
              int at = place % body.length;
              if (other % 2 == 0) {
                return Arrays.copyOf(body, at);
              }
              body[at] = other;
              return body;
            });
  }
}
