package dev.tidewatch.query;

import dev.tidewatch.query.value.BsonTypes;
import dev.tidewatch.query.value.Numbers;
import dev.tidewatch.query.value.RawValue;
import dev.tidewatch.query.value.ValueOrder;

/**
 * An operator that compares a field's value with an operand. Values of different types do not
 * compare, with exceptions: null is equal to a missing field and to undefined, and everything lies
 * between MinKey and MaxKey.
 */
enum Comparison {
  EQ,
  GT,
  GTE,
  LT,
  LTE;

  /** Whether {@code value OPERATOR operand} is true. */
  boolean holds(RawValue value, RawValue operand) {
    int rank = BsonTypes.rank(value.type());
    int operandRank = BsonTypes.rank(operand.type());
    if (rank != operandRank) {
      return holdsAcrossTypes(rank, operand.type());
    }
    if (operandRank == BsonTypes.rank(BsonTypes.INT32)
        && (Numbers.isNaN(value) || Numbers.isNaN(operand))) {
      return includesEqual() && Numbers.isNaN(value) && Numbers.isNaN(operand);
    }
    int order = ValueOrder.compareAlike(value, operand);
    return switch (this) {
      case EQ -> order == 0;
      case GT -> order > 0;
      case GTE -> order >= 0;
      case LT -> order < 0;
      case LTE -> order <= 0;
    };
  }

  private boolean holdsAcrossTypes(int rank, int operandType) {
    if (operandType == BsonTypes.NULL) {
      return rank == BsonTypes.rank(BsonTypes.MISSING) && includesEqual();
    }
    return switch (this) {
      case EQ -> false;
      case GT, GTE -> operandType == BsonTypes.MIN_KEY;
      case LT, LTE -> operandType == BsonTypes.MAX_KEY;
    };
  }

  private boolean includesEqual() {
    return this != GT && this != LT;
  }
}
