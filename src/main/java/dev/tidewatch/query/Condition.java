package dev.tidewatch.query;

import dev.tidewatch.query.value.RawValue;
import java.util.List;
import java.util.Set;

/** What a query asks of a document. Immutable. */
sealed interface Condition {

  /** Whether a document matches; an array is a document whose fields are its indexes. */
  boolean matches(RawValue document);

  /** Adds the paths of the fields that the condition reads, each behind a prefix. */
  void addPaths(String prefix, Set<String> paths);

  /** {@code $and}, and the fields of a query; matches if there is nothing to match. */
  record And(List<Condition> conditions) implements Condition {

    @Override
    public boolean matches(RawValue document) {
      for (Condition condition : conditions) {
        if (!condition.matches(document)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void addPaths(String prefix, Set<String> paths) {
      conditions.forEach(condition -> condition.addPaths(prefix, paths));
    }
  }

  /** {@code $or}. */
  record Or(List<Condition> conditions) implements Condition {

    @Override
    public boolean matches(RawValue document) {
      for (Condition condition : conditions) {
        if (condition.matches(document)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void addPaths(String prefix, Set<String> paths) {
      conditions.forEach(condition -> condition.addPaths(prefix, paths));
    }
  }

  /** {@code $nor}. */
  record Nor(Or conditions) implements Condition {

    @Override
    public boolean matches(RawValue document) {
      return !conditions.matches(document);
    }

    @Override
    public void addPaths(String prefix, Set<String> paths) {
      conditions.addPaths(prefix, paths);
    }
  }

  /** A field and what is asked of it. */
  record OfField(FieldPath path, ValueTest test) implements Condition {

    @Override
    public boolean matches(RawValue document) {
      return test.passes(path, document);
    }

    @Override
    public void addPaths(String prefix, Set<String> paths) {
      test.addPaths(prefix + path.text(), paths);
    }
  }
}
