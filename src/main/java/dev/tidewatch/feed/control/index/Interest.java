package dev.tidewatch.feed.control.index;

import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.view.View;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which entries may concern a reader, in a form in which it can be found. A change of one document
 * that it is sent has a term of every clause, unless an image is missing; any other entry may
 * concern it.
 */
public final class Interest {

  private final List<Clause> clauses;
  private final boolean restricted;
  private final boolean needsImages;

  private Interest(List<Clause> clauses, boolean restricted, boolean needsImages) {
    this.clauses = clauses;
    this.restricted = restricted;
    this.needsImages = needsImages;
  }

  /** The interest of a reader; null if it cannot be found by what a change holds. */
  public static Interest of(ChangeFilter filter, View view) {
    List<Clause> ofView = view.equalities().stream().map(Clause::of).toList();
    List<Clause> ofFilter =
        Stream.of(
                Clause.of(filter.keys(), Terms::key),
                Clause.of(filter.namespaces(), Terms::namespace),
                Clause.of(operations(filter, view), Terms::operation))
            .filter(Objects::nonNull)
            .toList();
    // a change that is seen, but whose image is missing, is a gap, which passes every filter
    boolean byViewAlone = view.isRestricted() && !view.needsImages();
    if (byViewAlone && !ofView.isEmpty()) {
      return new Interest(ofView, true, false);
    }
    List<Clause> clauses = Stream.concat(ofFilter.stream(), ofView.stream()).toList();
    return clauses.isEmpty()
        ? null
        : new Interest(clauses, view.isRestricted(), view.isRestricted());
  }

  /** A document that leaves a view counts as deleted, whatever was done to it. */
  static Set<String> operations(ChangeFilter filter, View view) {
    if (!view.isRestricted() || !filter.operations().contains("delete")) {
      return filter.operations();
    }
    Set<String> operations = new HashSet<>(filter.operations());
    operations.addAll(List.of("update", "replace"));
    return operations;
  }

  /** At least one, each by itself enough to find the reader. */
  List<Clause> clauses() {
    return clauses;
  }

  /** Whether what it is sent depends on the documents of a change. */
  boolean isRestricted() {
    return restricted;
  }

  /** Whether a missing image may concern the reader, whatever the change holds. */
  boolean needsImages() {
    return needsImages;
  }
}
