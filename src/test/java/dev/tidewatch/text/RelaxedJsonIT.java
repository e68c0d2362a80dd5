package dev.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.ChangeStreamOptions;
import dev.tidewatch.stream.WatchTarget;
import dev.tidewatch.testing.mongo.TestMongo;
import dev.tidewatch.testing.statements.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The text of a change as it comes from a server, next to what PyMongo 4.18 writes for it. */
class RelaxedJsonIT {

  private static final String DATABASE = "relaxed_json_it";

  private MongoClient client;
  private MongoCollection<BsonDocument> collection;

  @BeforeEach
  void connect() {
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase(DATABASE).getCollection("test", BsonDocument.class);
    collection.drop();
  }

  @AfterEach
  void disconnect() {
    client.getDatabase(DATABASE).drop();
    client.close();
  }

  @Test
  @Statement(34)
  void s34_datesAreIsoBetween1970And9999() {
    Map<BsonValue, String> expected = new LinkedHashMap<>();
    expected.put(new BsonDateTime(0), "{\"$date\": \"1970-01-01T00:00:00Z\"}");
    expected.put(new BsonDateTime(1), "{\"$date\": \"1970-01-01T00:00:00.001Z\"}");
    expected.put(new BsonDateTime(1700000000000L), "{\"$date\": \"2023-11-14T22:13:20Z\"}");
    expected.put(new BsonDateTime(1700000000100L), "{\"$date\": \"2023-11-14T22:13:20.100Z\"}");
    expected.put(new BsonDateTime(1700000000120L), "{\"$date\": \"2023-11-14T22:13:20.120Z\"}");
    expected.put(new BsonDateTime(253402300799999L), "{\"$date\": \"9999-12-31T23:59:59.999Z\"}");
    expected.put(
        new BsonDateTime(253402300800000L), "{\"$date\": {\"$numberLong\": \"253402300800000\"}}");
    expected.put(new BsonDateTime(-1), "{\"$date\": {\"$numberLong\": \"-1\"}}");
    expected.put(
        new BsonDateTime(-62135596800001L), "{\"$date\": {\"$numberLong\": \"-62135596800001\"}}");

    assertWritten(expected);
  }

  @Test
  @Statement(34)
  void s34_numbersArePlainAndNaNAndInfinityAreNamed() {
    Map<BsonValue, String> expected = new LinkedHashMap<>();
    expected.put(new BsonInt32(-1), "-1");
    expected.put(new BsonInt64(1), "1");
    expected.put(new BsonInt64(9007199254740993L), "9007199254740993");
    expected.put(new BsonInt64(Long.MIN_VALUE), "-9223372036854775808");
    expected.put(new BsonDouble(0.0), "0.0");
    expected.put(new BsonDouble(-0.0), "-0.0");
    expected.put(new BsonDouble(1), "1.0");
    expected.put(new BsonDouble(12345.678), "12345.678");
    expected.put(new BsonDouble(Double.NaN), "{\"$numberDouble\": \"NaN\"}");
    expected.put(new BsonDouble(Double.POSITIVE_INFINITY), "{\"$numberDouble\": \"Infinity\"}");
    expected.put(new BsonDouble(Double.NEGATIVE_INFINITY), "{\"$numberDouble\": \"-Infinity\"}");
    expected.put(new BsonDecimal128(Decimal128.parse("1.50")), "{\"$numberDecimal\": \"1.50\"}");
    expected.put(new BsonDecimal128(Decimal128.NaN), "{\"$numberDecimal\": \"NaN\"}");

    assertWritten(expected);
  }

  /** PyMongo writes the exponent differently, which is the same number. */
  @Test
  @Statement(34)
  void s34_aDoubleIsReadAsItWas() {
    for (double value : new double[] {1e7, 1e16, 1e21, 1e-5, 5e-324, Double.MAX_VALUE, 1e23}) {
      String json = RelaxedJson.write(new BsonDocument("v", new BsonDouble(value)));

      assertThat(json).matches("\\{\"v\": [0-9.E+-]+}");
      assertThat(Double.parseDouble(json.substring(6, json.length() - 1))).isEqualTo(value);
    }
  }

  @Test
  @Statement(34)
  void s34_otherTypesAreSaid() {
    Map<BsonValue, String> expected = new LinkedHashMap<>();
    expected.put(
        new BsonBinary(new byte[] {0, -1, 16}),
        "{\"$binary\": {\"base64\": \"AP8Q\", \"subType\": \"00\"}}");
    expected.put(
        new BsonBinary(UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f")),
        "{\"$binary\": {\"base64\": \"AAECAwQFBgcICQoLDA0ODw==\", \"subType\": \"04\"}}");
    expected.put(
        new BsonObjectId(new ObjectId("650000000000000000000001")),
        "{\"$oid\": \"650000000000000000000001\"}");
    expected.put(
        new BsonRegularExpression("a/b\\d", "mi"),
        "{\"$regularExpression\": {\"pattern\": \"a/b\\\\d\", \"options\": \"im\"}}");
    expected.put(new BsonTimestamp(-1, 1), "{\"$timestamp\": {\"t\": 4294967295, \"i\": 1}}");
    expected.put(new BsonMinKey(), "{\"$minKey\": 1}");
    expected.put(new BsonMaxKey(), "{\"$maxKey\": 1}");
    expected.put(BsonNull.VALUE, "null");
    expected.put(new BsonString("\"\\\n/"), "\"\\\"\\\\\\n/\"");

    assertWritten(expected);
  }

  @Test
  @Statement(34)
  void s34_fieldsKeepTheServersOrderAtEveryDepth() {
    String json = "{\"_id\": 1, \"z\": {\"y\": [1, {\"b\": 1, \"a\": 2}], \"c\": {}}, \"a\": []}";

    assertThat(RelaxedJson.write(inserted(BsonDocument.parse(json)))).isEqualTo(json);
  }

  private void assertWritten(Map<BsonValue, String> expected) {
    BsonDocument document = new BsonDocument("_id", new BsonInt32(1));
    StringBuilder json = new StringBuilder("{\"_id\": 1");
    expected.forEach(
        (value, text) -> {
          String name = "f" + document.size();
          document.append(name, value);
          json.append(", \"").append(name).append("\": ").append(text);
        });

    assertThat(RelaxedJson.write(inserted(document))).isEqualTo(json.append("}").toString());
  }

  /** A document as it comes back in its change. */
  private BsonDocument inserted(BsonDocument document) {
    WatchTarget target = WatchTarget.collection(client, DATABASE, "test");
    try (ChangeStream stream = ChangeStream.watch(target, ChangeStreamOptions.NONE)) {
      stream.open();
      collection.insertOne(document);
      return stream.next().getDocument("fullDocument");
    }
  }
}
