package dev.tidewatch.query.value;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The types of BSON by their numbers (BSON specification 1.1), with what MongoDB makes of them.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/">Comparison
 *     and sort order</a>
 */
public final class BsonTypes {

  /** Of a value that is not there; no value in BSON has it. */
  public static final int MISSING = 0;

  public static final int DOUBLE = 1;
  public static final int STRING = 2;
  public static final int DOCUMENT = 3;
  public static final int ARRAY = 4;
  public static final int BINARY = 5;
  public static final int UNDEFINED = 6;
  public static final int OBJECT_ID = 7;
  public static final int BOOLEAN = 8;
  public static final int DATE = 9;
  public static final int NULL = 10;
  public static final int REGEX = 11;
  public static final int DB_POINTER = 12;
  public static final int CODE = 13;
  public static final int SYMBOL = 14;
  public static final int CODE_WITH_SCOPE = 15;
  public static final int INT32 = 16;
  public static final int TIMESTAMP = 17;
  public static final int INT64 = 18;
  public static final int DECIMAL128 = 19;
  public static final int MAX_KEY = 127;
  public static final int MIN_KEY = -1;

  /** The names that {@code $type} takes, in the order of the manual. */
  public static final Map<String, Integer> ALIASES = aliases();

  private BsonTypes() {}

  private static Map<String, Integer> aliases() {
    Map<String, Integer> aliases = new LinkedHashMap<>();
    aliases.put("double", DOUBLE);
    aliases.put("string", STRING);
    aliases.put("object", DOCUMENT);
    aliases.put("array", ARRAY);
    aliases.put("binData", BINARY);
    aliases.put("undefined", UNDEFINED);
    aliases.put("objectId", OBJECT_ID);
    aliases.put("bool", BOOLEAN);
    aliases.put("date", DATE);
    aliases.put("null", NULL);
    aliases.put("regex", REGEX);
    aliases.put("dbPointer", DB_POINTER);
    aliases.put("javascript", CODE);
    aliases.put("symbol", SYMBOL);
    aliases.put("javascriptWithScope", CODE_WITH_SCOPE);
    aliases.put("int", INT32);
    aliases.put("timestamp", TIMESTAMP);
    aliases.put("long", INT64);
    aliases.put("decimal", DECIMAL128);
    aliases.put("minKey", MIN_KEY);
    aliases.put("maxKey", MAX_KEY);
    return aliases;
  }

  /** Whether a type is one of the four of numbers. */
  public static boolean isNumber(int type) {
    return type == INT32 || type == INT64 || type == DOUBLE || type == DECIMAL128;
  }

  /** Where values of a type are in MongoDB's order; equal for types that are compared by value. */
  public static int rank(int type) {
    return switch (type) {
      case MIN_KEY -> -1;
      case MISSING, UNDEFINED -> 0;
      case NULL -> 5;
      case INT32, INT64, DOUBLE, DECIMAL128 -> 10;
      case STRING, SYMBOL -> 15;
      case DOCUMENT -> 20;
      case ARRAY -> 25;
      case BINARY -> 30;
      case OBJECT_ID -> 35;
      case BOOLEAN -> 40;
      case DATE -> 45;
      case TIMESTAMP -> 47;
      case REGEX -> 50;
      case DB_POINTER -> 55;
      case CODE -> 60;
      case CODE_WITH_SCOPE -> 65;
      case MAX_KEY -> 127;
      default -> throw new IndexOutOfBoundsException("No type of BSON: " + type);
    };
  }
}
