package dev.tidewatch.feed.control.rules;

import dev.tidewatch.access.entity.Caller;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * What is known of a caller, in BSON: strings, numbers, booleans, and lists of these. Anything else
 * is as good as missing.
 */
final class CallerValues implements Function<String, BsonValue> {

  private static final String CLAIM = "caller.claims.";

  private final Caller caller;

  CallerValues(Caller caller) {
    this.caller = caller;
  }

  /** The value of a placeholder, without its {@code @}; null if it is missing. */
  @Override
  public BsonValue apply(String placeholder) {
    return switch (placeholder) {
      case "caller.name" -> value(caller.name());
      // sorted, so that callers with the same roles have equal queries
      case "caller.roles" -> value(caller.roles().stream().sorted().toList());
      default ->
          placeholder.startsWith(CLAIM)
              ? value(claim(caller.claims(), placeholder.substring(CLAIM.length())))
              : null;
    };
  }

  private static Object claim(Map<String, Object> claims, String name) {
    // a claim of exactly this name first: namespaced claims are addresses, which have dots
    if (claims.containsKey(name)) {
      return claims.get(name);
    }
    Object value = claims;
    for (String step : name.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return value;
  }

  private static BsonValue value(Object value) {
    if (value instanceof String text) {
      return new BsonString(text);
    }
    if (value instanceof Boolean bool) {
      return BsonBoolean.valueOf(bool);
    }
    if (value instanceof Number number) {
      return number(number);
    }
    return value instanceof List<?> list ? array(list) : null;
  }

  /** Null if any item cannot be used: a list without it would mean something else. */
  private static BsonArray array(List<?> list) {
    BsonArray array = new BsonArray();
    for (Object item : list) {
      BsonValue value = value(item);
      if (value == null) {
        return null;
      }
      array.add(value);
    }
    return array;
  }

  private static BsonValue number(Number number) {
    if (number instanceof Integer || number instanceof Long || number instanceof Short) {
      return new BsonInt64(number.longValue());
    }
    if (number instanceof Double || number instanceof Float) {
      return new BsonDouble(number.doubleValue());
    }
    if (number instanceof BigInteger whole) {
      return decimal(new BigDecimal(whole));
    }
    return number instanceof BigDecimal decimal ? decimal(decimal) : null;
  }

  private static BsonValue decimal(BigDecimal number) {
    try {
      return new BsonDecimal128(new Decimal128(number));
    } catch (NumberFormatException e) {
      // more digits than any number in a document has
      return null;
    }
  }
}
