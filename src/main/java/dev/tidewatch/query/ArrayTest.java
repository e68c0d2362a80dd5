package dev.tidewatch.query;

import dev.tidewatch.query.value.RawFields;
import dev.tidewatch.query.value.RawValue;
import java.util.HashSet;
import java.util.Set;

/** What a query asks of an array as a whole. No other value passes. Immutable. */
sealed interface ArrayTest extends ValueTest.OfOne {

  /** Whether the array with these elements passes. */
  boolean passes(RawFields elements);

  @Override
  default boolean matches(RawValue value) {
    return value.isArray() && passes(new RawFields(value));
  }

  @Override
  default boolean looksIntoArrays() {
    return false;
  }

  /** {@code $size}. */
  record Size(int size) implements ArrayTest {

    @Override
    public boolean passes(RawFields elements) {
      int count = 0;
      while (count <= size && elements.next()) {
        count++;
      }
      return count == size;
    }
  }

  /** {@code $elemMatch} with operators: one element passes them all. */
  record ElementValue(ValueTest test) implements ArrayTest {

    @Override
    public boolean passes(RawFields elements) {
      while (elements.next()) {
        if (test.matches(elements.value())) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void addPaths(String path, Set<String> paths) {
      test.addPaths(path, paths);
    }
  }

  /** {@code $elemMatch} with a query: one element is a document, or an array, that matches it. */
  record ElementDocument(Condition condition) implements ArrayTest {

    @Override
    public boolean passes(RawFields elements) {
      while (elements.next()) {
        RawValue element = elements.value();
        if ((element.isDocument() || element.isArray()) && condition.matches(element)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void addPaths(String path, Set<String> paths) {
      Set<String> within = new HashSet<>();
      condition.addPaths(path + ".", within);
      paths.addAll(within.isEmpty() ? Set.of(path) : within);
    }
  }
}
