package dev.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

  private static final BsonDocument DOCUMENT =
      new BsonDocument("int", new BsonInt32(1))
          .append("long", new BsonInt64(1))
          .append("large", new BsonInt64(9_007_199_254_740_993L))
          .append("double", new BsonDouble(1))
          .append("zero", new BsonDouble(-0.0))
          .append("nan", new BsonDouble(Double.NaN))
          .append("decimal", new BsonDecimal128(Decimal128.parse("1.10")))
          .append("date", new BsonDateTime(1_700_000_000_100L))
          .append("list", new BsonArray(List.of(new BsonInt32(2), new BsonDouble(2))))
          .append("text", new BsonString("\u202e\"\n" + "é".repeat(70_000)));

  @Test
  void everyNumberSaysItsType() {
    BsonDocument few = new BsonDocument("a", new BsonInt32(1)).append("b", new BsonDouble(1));

    assertThat(text(few))
        .isEqualTo("{\"a\": {\"$numberInt\": \"1\"}, \"b\": {\"$numberDouble\": \"1.0\"}}");
  }

  @Test
  void aDocumentComesBackAsItWas() {
    assertThat(BsonDocument.parse(text(DOCUMENT))).isEqualTo(DOCUMENT);
    assertThat(BsonDocument.parse(text(new RawBsonDocument(DOCUMENT, new BsonDocumentCodec()))))
        .isEqualTo(DOCUMENT);
    assertThat(BsonDocument.parse(RelaxedJson.write(DOCUMENT))).isNotEqualTo(DOCUMENT);
  }

  private static String text(BsonDocument document) {
    return new String(CanonicalJson.utf8(document), StandardCharsets.UTF_8);
  }
}
