package dev.tidewatch.json;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.RawBsonDocument;

/** What holds for every text, also for those that nobody thinks of. */
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
  void whateverElseComesIsRefusedInOneWay(@ForAll("hostile") byte[] body) {
    assertThatCode(() -> readOrRefuse(body)).doesNotThrowAnyException();
  }

  private static void readOrRefuse(byte[] body) {
    try {
      JsonReader.read(body);
    } catch (InvalidJsonException refused) {
      assertThatCode(() -> refused.getMessage().length()).doesNotThrowAnyException();
    }
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
