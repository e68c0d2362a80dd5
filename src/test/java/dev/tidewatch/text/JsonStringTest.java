package dev.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonString;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

class JsonStringTest {

  @Property
  void everyTextIsReadAsItWas(@ForAll @CharRange(from = '\0', to = '\uffff') String text) {
    assertThat(read(quote(text))).isEqualTo(text);
  }

  @Property
  void everyTextSurvivesItsWayAsUtf8(
      @ForAll @CharRange(from = '\ud7f0', to = '\ue010') String text) {
    byte[] utf8 = quote(text).getBytes(StandardCharsets.UTF_8);

    assertThat(read(new String(utf8, StandardCharsets.UTF_8))).isEqualTo(text);
  }

  @Example
  void whatCannotBeSeenIsEscaped() {
    assertThat(quote("\0\b\f\n\r\t\u001f\u007f\u0085\u00ad\u200b\u2028\u2029\ufeff"))
        .isEqualTo(
            "\"\\u0000\\b\\f\\n\\r\\t\\u001f\\u007f\\u0085\\u00ad\\u200b\\u2028\\u2029\\ufeff\"");
  }

  @Example
  void whatCanBeSeenStays() {
    assertThat(quote("He said: \"C:\\é\", नमस्ते"))
        .isEqualTo("\"He said: \\\"C:\\\\é\\\", नमस्ते\"");
  }

  @Example
  void everyCharacterIsReadAsItWas() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      // apart from each other, for two may be a pair
      all.append((char) c).append('|');
    }

    assertThat(read(quote(all.toString())).contentEquals(all)).isTrue();
  }

  private static String quote(String text) {
    return dev.tidewatch.text.JsonString.quote(text);
  }

  private static String read(String json) {
    try (JsonParser parser = Json.createParser(new StringReader(json))) {
      parser.next();
      return ((JsonString) parser.getValue()).getString();
    }
  }
}
