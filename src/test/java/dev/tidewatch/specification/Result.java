package dev.tidewatch.specification;

import org.bson.BsonValue;

/**
 * What an operation came to.
 *
 * @param value null if it returns none
 * @param entity what later operations may name, null if it makes none
 * @param error null if there was none
 */
record Result(BsonValue value, Entity entity, RuntimeException error) {

  static final Result NOTHING = new Result(null, null, null);

  static Result of(BsonValue value) {
    return new Result(value, null, null);
  }

  static Result of(Entity entity) {
    return new Result(null, entity, null);
  }

  static Result failed(RuntimeException error) {
    return new Result(null, null, error);
  }
}
