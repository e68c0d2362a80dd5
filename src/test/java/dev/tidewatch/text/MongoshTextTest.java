package dev.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonNull;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoshTextTest {

  @Test
  void aChangeReadsAsMongoshPrintsIt() {
    BsonDocument change =
        BsonDocument.parse(
            """
            {operationType: 'update', clusterTime: {$timestamp: {t: 1700000000, i: 2}},
             wallTime: {$date: '2026-11-21T03:39:31.176Z'}, ns: {db: 'test', coll: 'test'},
             documentKey: {_id: {$oid: '5a2a6967ea2dcf7b1c721cfb'}},
             updateDescription: {updatedFields: {x: 1, 'a.b': [1, {$numberLong: '2'}, null, true]},
               removedFields: [], truncatedArrays: [], more: 'than fits a line of mongosh'}}
            """);

    assertThat(MongoshText.print(change))
        .isEqualTo(
            """
            {
              operationType: 'update',
              clusterTime: Timestamp({ t: 1700000000, i: 2 }),
              wallTime: ISODate('2026-11-21T03:39:31.176Z'),
              ns: { db: 'test', coll: 'test' },
              documentKey: { _id: ObjectId('5a2a6967ea2dcf7b1c721cfb') },
              updateDescription: {
                updatedFields: { x: 1, 'a.b': [ 1, Long('2'), null, true ] },
                removedFields: [],
                truncatedArrays: [],
                more: 'than fits a line of mongosh'
              }
            }""");
  }

  /**
   * Each alone, because a direction mark that is printed as it is reorders what stands around it.
   */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x80, 0x9f, 0xad, 0x034f, 0x061c, 0x115f, 0x17b4, 0x180b, 0x180e, 0x180f, 0x200b, 0x200c,
        0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060,
        0x2066, 0x2067, 0x2068, 0x2069, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffa, 0xfffb,
        0x1bca0, 0x1d173, 0xe0001, 0xe0041, 0xe007f, 0xe0100
      })
  void anInvisibleCharacterIsEscapedWhereverItStands(int character) {
    String c = Character.toString(character);
    String escape =
        c.chars().mapToObj(half -> String.format("\\u%04x", half)).collect(Collectors.joining());
    BsonDocument document =
        new BsonDocument("n" + c, new BsonString(c + "123"))
            .append("code", new BsonJavaScript("1" + c))
            .append("symbol", new BsonSymbol(c))
            .append("scope", new BsonJavaScriptWithScope(c, new BsonDocument(c, BsonNull.VALUE)))
            .append("regex", new BsonRegularExpression("a" + c + "/\\" + c + "\\\\" + c));

    assertThat(MongoshText.print(document))
        .isEqualTo(
            """
            {
              'nE': 'E123',
              code: Code('1E'),
              symbol: BSONSymbol('E'),
              scope: Code('E', { 'E': null }),
              regex: /aE\\/E\\\\E/
            }"""
                .replace("E", escape)
                .replace("E", escape));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "שלום 123",
        "é🌊",
        "\u00a0",
        "\u00ac\u00ae",
        "\u2010",
        "\u202f",
        "\u205f",
        "\u2764\ufe0f"
      })
  // a selector behind what it selects the form of is seen by that
  void aCharacterThatShowsIsPrintedAsItIs(String text) {
    assertThat(MongoshText.print(new BsonString(text))).isEqualTo("'" + text + "'");
  }

  @Test
  void aSelectorThatSelectsNothingIsEscaped() {
    assertThat(MongoshText.print(new BsonString("a\ufe0f \u2764\ufe0f\ufe0f")))
        .isEqualTo("'a\\ufe0f \u2764\ufe0f\\ufe0f'");
    assertThat(MongoshText.print(new BsonString("\ud800a\udc00"))).isEqualTo("'\\ud800a\\udc00'");
  }

  @Test
  void anEmptyDocumentIsABracePair() {
    assertThat(MongoshText.print(new BsonDocument())).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{$numberDecimal: '1.50'}                     | Decimal128('1.50')",
        "{$binary: {base64: 'AQI=', subType: '80'}}   | Binary.createFromBase64('AQI=', 128)",
        "{$regularExpression: {pattern: 'a/b', options: 'i'}} | /a\\/b/i",
        "{$code: 'x'}                                 | Code('x')",
        "{$code: 'x', $scope: {y: 1}}                 | Code('x', { y: 1 })",
        "{$symbol: 's'}                               | BSONSymbol('s')",
        "{$minKey: 1}                                 | MinKey()",
        "{$maxKey: 1}                                 | MaxKey()",
        "{$undefined: true}                           | undefined",
        "{$date: {$numberLong: '253402300800000'}}    | new Date(253402300800000)"
      })
  void everyTypeOfBsonHasItsName(String json, String text) {
    assertThat(MongoshText.print(BsonDocument.parse("{v: " + json + "}").get("v"))).isEqualTo(text);
  }

  @Test
  void anOldPointerReadsAsAReference() {
    BsonValue pointer = new BsonDbPointer("a.b", new ObjectId("5a2a6967ea2dcf7b1c721cfb"));

    assertThat(MongoshText.print(pointer))
        .isEqualTo("DBRef('a.b', ObjectId('5a2a6967ea2dcf7b1c721cfb'))");
  }

  @Test
  void aUuidIsAUuid() {
    java.util.UUID uuid = java.util.UUID.fromString("7d0dc6a5-8a0c-4a0b-8d6c-0a3f6d9f4e21");

    assertThat(MongoshText.print((BsonValue) new BsonBinary(uuid)))
        .isEqualTo("UUID('7d0dc6a5-8a0c-4a0b-8d6c-0a3f6d9f4e21')");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-0.0, -0",
    "1.5, 1.5",
    "1e20, 100000000000000000000",
    "1e308, 1e+308",
    "1.5e-7, 1.5e-7",
    "NaN, NaN",
    "-Infinity, -Infinity"
  })
  void doublesReadAsInJavaScript(double value, String text) {
    assertThat(MongoshText.print((BsonValue) new BsonDouble(value))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"a/b, /a\\/b/", "a\\/b, /a\\/b/", "a\\\\/b, /a\\\\\\/b/"})
  void aRegularExpressionEndsWhereItShould(String pattern, String text) {
    assertThat(MongoshText.print(new BsonRegularExpression(pattern))).isEqualTo(text);
  }

  @Test
  void controlsAreEscaped() {
    assertThat(MongoshText.print(new BsonString("a\n\\ \u0000 \ud800 😀")))
        .isEqualTo("'a\\n\\\\ \\u0000 \\ud800 😀'");
  }

  @Test
  void theQuotesChosenNeedNoEscape() {
    assertThat(MongoshText.print(new BsonString("it's"))).isEqualTo("\"it's\"");
    assertThat(MongoshText.print(new BsonString("it's \"so\""))).isEqualTo("`it's \"so\"`");
    assertThat(MongoshText.print(new BsonString("'\"`"))).isEqualTo("'\\'\"`'");
  }

  @Test
  void namesAreQuotedOnlyWhereTheyMustBe() {
    BsonDocument document = BsonDocument.parse("{$a_1: 1, 'b-c': 2, '': 3, 'é': 4}");

    assertThat(MongoshText.print((BsonValue) document))
        .isEqualTo("{ $a_1: 1, 'b-c': 2, '': 3, 'é': 4 }");
  }

  @Test
  void aFieldCanBeLeftOut() {
    RawBsonDocument document = RawBsonDocument.parse("{_id: {_data: 'x'}, a: {_id: 1}, b: 2}");

    assertThat(MongoshText.begin(document, "_id", 100).text())
        .isEqualTo("{\n  a: { _id: 1 },\n  b: 2\n}");
    assertThat(MongoshText.begin(RawBsonDocument.parse("{_id: 1}"), "_id", 100).text())
        .isEqualTo("{}");
  }

  @Test
  void aBeginningIsWhatTheWholeBeginsWithWhereverItEnds() {
    RawBsonDocument document =
        RawBsonDocument.parse(
            """
            {s: 'naïve 😀 text that is longer than a line of mongosh can be, 76 columns in all ☂',
             b: {$binary: {base64: 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw==', subType: '02'}},
             o: {$oid: '5a2a6967ea2dcf7b1c721cfb'}, nested: [[[{a: 1, b: [2.5, null, []]}]], 'x'],
             code: {$code: 'return x', $scope: {x: 1}}, r: {$regularExpression: {pattern: 'a', options: ''}},
             wide: [1111111111, 1111111111, 1111111111, 1111111111, 1111111111, 1111111111, 1111111111]}
            """);
    String whole = MongoshText.print(document);

    for (int most = 0; most < whole.length(); most++) {
      MongoshText.Beginning beginning = MongoshText.begin(document, null, most);

      assertThat(beginning.cut()).as("cut at %s", most).isTrue();
      assertThat(whole).startsWith(beginning.text());
      assertThat(beginning.text().length()).isBetween(most - 1, most);
    }
    assertThat(MongoshText.begin(document, null, whole.length()))
        .isEqualTo(new MongoshText.Beginning(whole, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "☂", "😀"})
  void aLongTextIsCutWhereItsCharactersEnd(String character) {
    BsonDocument document = new BsonDocument("s", new BsonString(character.repeat(100_000)));

    MongoshText.Beginning beginning =
        MongoshText.begin(new RawBsonDocument(document, new BsonDocumentCodec()), null, 1001);

    assertThat(beginning.cut()).isTrue();
    assertThat("{\n  s: '" + character.repeat(1001)).startsWith(beginning.text());
    assertThat(beginning.text().length()).isBetween(1000, 1001);
  }

  @Test
  void aValueThatIsCutEndsWithAnEllipsis() {
    assertThat(MongoshText.print(new BsonString("abcdef"), 4)).isEqualTo("'abc…");
    assertThat(MongoshText.print(new BsonString("abcdef"), 8)).isEqualTo("'abcdef'");
  }

  /** Nested as deep as MongoDB stores, where indentation makes the text 46 times as long. */
  @Test
  void whatHasNoRoomIsNotRead() {
    BsonValue inner = new BsonString("x");
    for (int i = 0; i < 90; i++) {
      inner = new BsonArray(List.of(inner, new BsonInt32(i)));
    }
    BsonArray many = new BsonArray(Collections.nCopies(10_000, inner));
    RawBsonDocument document =
        new RawBsonDocument(new BsonDocument("a", many), new BsonDocumentCodec());
    assertThat(document.getByteBuffer().remaining()).isGreaterThan(13_000_000);
    long before = allocated();

    MongoshText.Beginning beginning = MongoshText.begin(document, null, 10_000);

    assertThat(beginning.text()).hasSize(10_000);
    assertThat(allocated() - before).isLessThan(4_000_000);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
