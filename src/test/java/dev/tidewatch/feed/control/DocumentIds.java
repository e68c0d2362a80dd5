package dev.tidewatch.feed.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Values for {@code _id} of every type that MongoDB takes there, each by a name. */
final class DocumentIds {

  private static final String[][] SCALARS = {
    {"int", "7"},
    {"negative int", "-7"},
    {"long", "{$numberLong: '8'}"},
    {"long 2^53", "{$numberLong: '9007199254740992'}"},
    {"long 2^53 + 1", "{$numberLong: '9007199254740993'}"},
    {"snowflake", "{$numberLong: '1234567890123456789'}"},
    {"least long", "{$numberLong: '-9223372036854775808'}"},
    {"greatest long", "{$numberLong: '9223372036854775807'}"},
    {"whole double", "{$numberDouble: '9.0'}"},
    {"double", "{$numberDouble: '7.5'}"},
    {"time in seconds", "{$numberDouble: '1795798293.123'}"},
    {"0.1", "{$numberDouble: '0.1'}"},
    {"large double", "{$numberDouble: '1e300'}"},
    {"small double", "{$numberDouble: '5e-324'}"},
    {"-0.0", "{$numberDouble: '-0.0'}"},
    {"NaN", "{$numberDouble: 'NaN'}"},
    {"infinity", "{$numberDouble: 'Infinity'}"},
    {"-infinity", "{$numberDouble: '-Infinity'}"},
    {"decimal", "{$numberDecimal: '1.50'}"},
    {"decimal of 34 digits", "{$numberDecimal: '1.234567890123456789012345678901234'}"},
    {"large decimal", "{$numberDecimal: '9.99E+6000'}"},
    {"string", "'a'"},
    {"empty string", "''"},
    {"NUL in a string", "'a\\u0000b'"},
    {"emoji", "'\\ud83d\\ude00'"},
    {"long string", "'" + "x".repeat(2_100) + "'"},
    {"very long string", "'" + "y".repeat(20_000) + "'"},
    {"binary", "{$binary: {base64: 'AP8=', subType: '00'}}"},
    {"uuid", "{$binary: {base64: 'AAECAwQFBgcICQoLDA0ODw==', subType: '04'}}"},
    {"ObjectId", "{$oid: '6b0112fe0000000000000001'}"},
    {"boolean", "true"},
    {"date", "{$date: {$numberLong: '1795798293123'}}"},
    {"date before 1970", "{$date: {$numberLong: '-1'}}"},
    {"null", "null"},
    {"timestamp", "{$timestamp: {t: 1, i: 2}}"},
    {"code", "{$code: 'f()'}"},
    {"code with scope", "{$code: 'f()', $scope: {x: 7.5}}"},
    {"symbol", "{$symbol: 's'}"},
    {"DBPointer", "{'$dbPointer': {'$ref': 'a.b', '$id': {'$oid': '6b0112fe0000000000000001'}}}"},
    {"MinKey", "{$minKey: 1}"},
    {"MaxKey", "{$maxKey: 1}"},
  };

  private DocumentIds() {}

  /** In an order that does not change; no two are equal for MongoDB. */
  static Map<String, BsonValue> all() {
    Map<String, BsonValue> all = new LinkedHashMap<>();
    for (String[] scalar : SCALARS) {
      all.put(scalar[0], value(scalar[1]));
    }
    for (String[] scalar : inside()) {
      all.put(scalar[0] + " in a document", value("{a: {b: " + scalar[1] + "}}"));
      all.put(scalar[0] + " in an array in a document", value("{a: [1, " + scalar[1] + "]}"));
      all.put(scalar[0] + " four deep", value("{a: [{b: [{c: " + scalar[1] + "}]}]}"));
    }
    all.put("many numbers", value("{a: [" + "{$numberDouble: '7.5'}, ".repeat(300) + "1]}"));
    return all;
  }

  /** Below the top a regular expression and undefined are possible too. */
  private static List<String[]> inside() {
    List<String[]> inside = new ArrayList<>(List.of(SCALARS));
    inside.add(
        new String[] {
          "regular expression", "{'$regularExpression': {'pattern': 'a', 'options': 'i'}}"
        });
    inside.add(new String[] {"undefined", "{$undefined: true}"});
    return inside;
  }

  private static BsonValue value(String json) {
    return BsonDocument.parse("{v: " + json + "}").get("v");
  }
}
