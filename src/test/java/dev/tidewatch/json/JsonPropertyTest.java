package dev.tidewatch.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.RawBsonDocument;

/** What holds for every text, generated ones included. */
class JsonPropertyTest {

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsReadIsWrittenAsItWas(@ForAll("objects") String text) {
    RawBsonDocument bson = JsonReader.read(text.getBytes(StandardCharsets.UTF_8));

    String written = new String(JsonWriter.write(bson), StandardCharsets.UTF_8);
    SameJson.assertSame(written, text);
  }

  @Property
  void aNumberStaysTheSameNumber(@ForAll("numbers") String number) {
    String text = "{\"n\":" + number + "}";

    RawBsonDocument bson = JsonReader.read(text.getBytes(StandardCharsets.UTF_8));

    SameJson.assertSame(new String(JsonWriter.write(bson), StandardCharsets.UTF_8), text);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anyBodyIsReadExactlyOrRefusedWithItsPosition(@ForAll("hostile") byte[] body) {
    RawBsonDocument bson;
    try {
      bson = JsonReader.read(body);
    } catch (InvalidJsonException refused) {
      assertIsNamedWithItsPosition(refused, new String(body, StandardCharsets.UTF_8));
      return;
    }
    String text = new String(body, StandardCharsets.UTF_8).replaceFirst("^\\uFEFF", "");
    SameJson.assertSame(new String(JsonWriter.write(bson), StandardCharsets.UTF_8), text);
  }

  private static void assertIsNamedWithItsPosition(InvalidJsonException refused, String text) {
    assertThat(refused).hasMessageMatching("(?s)\\p{Upper}.+\\.");
    long lineEnds = text.chars().filter(c -> c == '\n' || c == '\r').count();
    assertThat(refused.line()).isBetween(1L, lineEnds + 1);
    assertThat(refused.column()).isBetween(1L, text.length() + 1L);
  }

  @Provide
  Arbitrary<String> objects() {
    return JsonTexts.objects();
  }

  @Provide
  Arbitrary<String> numbers() {
    return JsonTexts.numbers();
  }

  @Provide
  Arbitrary<byte[]> hostile() {
    return HostileBodies.all();
  }
}
