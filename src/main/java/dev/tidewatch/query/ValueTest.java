package dev.tidewatch.query;

import dev.tidewatch.query.value.BsonTypes;
import dev.tidewatch.query.value.RawValue;
import java.util.List;
import java.util.Set;

/** What a query asks of the values of one field. Immutable. */
sealed interface ValueTest {

  /** Whether a document passes at a path. */
  boolean passes(FieldPath path, RawValue document);

  /** Whether one value passes by itself, without a look into it if it is an array. */
  boolean matches(RawValue value);

  /** Adds the paths of the fields that the test reads, of which one is the given path. */
  default void addPaths(String path, Set<String> paths) {
    paths.add(path);
  }

  /** Every test must pass, each with a value of its own if there are several. */
  record All(List<ValueTest> tests) implements ValueTest {

    @Override
    public boolean passes(FieldPath path, RawValue document) {
      for (ValueTest test : tests) {
        if (!test.passes(path, document)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean matches(RawValue value) {
      for (ValueTest test : tests) {
        if (!test.matches(value)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void addPaths(String path, Set<String> paths) {
      tests.forEach(test -> test.addPaths(path, paths));
    }
  }

  /** The test must fail with every value. */
  record Not(ValueTest test) implements ValueTest {

    @Override
    public boolean passes(FieldPath path, RawValue document) {
      return !test.passes(path, document);
    }

    @Override
    public boolean matches(RawValue value) {
      return !test.matches(value);
    }

    @Override
    public void addPaths(String path, Set<String> paths) {
      test.addPaths(path, paths);
    }
  }

  /** Passes if any one of the field's values does. */
  sealed interface OfOne extends ValueTest
      permits Exists, OfType, Never, In, Compare, FieldValues.Visit, ArrayTest {

    @Override
    default boolean passes(FieldPath path, RawValue document) {
      return path.anyIn(document, this);
    }

    /** Whether the elements of an array are values of the field, besides the array itself. */
    default boolean looksIntoArrays() {
      return true;
    }
  }

  /** {@code $exists: true}. */
  record Exists() implements OfOne {

    @Override
    public boolean matches(RawValue value) {
      return value.type() != BsonTypes.MISSING;
    }
  }

  /** {@code $type}, by the numbers of the types. */
  record OfType(Set<Integer> types) implements OfOne {

    @Override
    public boolean matches(RawValue value) {
      return types.contains(value.type());
    }
  }

  /** {@code $all: []}. */
  record Never() implements OfOne {

    @Override
    public boolean matches(RawValue value) {
      return false;
    }
  }

  /** {@code $in}. */
  record In(SortedValues values) implements OfOne {

    @Override
    public boolean matches(RawValue value) {
      return values.contains(value);
    }
  }

  /** {@code $eq}, {@code $gt}, {@code $gte}, {@code $lt}, {@code $lte}. */
  record Compare(Comparison comparison, RawValue operand) implements OfOne {

    @Override
    public boolean matches(RawValue value) {
      return comparison.holds(value, operand);
    }
  }
}
