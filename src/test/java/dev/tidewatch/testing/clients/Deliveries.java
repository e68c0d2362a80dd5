package dev.tidewatch.testing.clients;

import dev.tidewatch.testing.mongo.NumberedWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds what arrived against what a {@link NumberedWriter} wrote. An acknowledged number must
 * arrive once, and after those that were acknowledged before it; one whose write failed may have
 * been written all the same, so it may arrive once, anywhere.
 */
public final class Deliveries {

  private static final int SHOWN = 10;

  private Deliveries() {}

  /**
   * What is wrong with a delivery, each fault in a sentence with its first numbers; empty if
   * nothing is.
   *
   * @param acknowledged what must arrive
   * @param attempts every number below was tried, none from it on
   */
  public static List<String> problems(
      SortedSet<Integer> acknowledged, int attempts, List<Integer> delivered) {
    List<String> problems = new ArrayList<>();
    tell(problems, "never arrived", missing(acknowledged, delivered));
    tell(problems, "arrived again", repeated(delivered));
    tell(problems, "arrived after a later one", disordered(acknowledged, delivered));
    tell(problems, "was never written", delivered.stream().filter(n -> n >= attempts).toList());
    return problems;
  }

  /** The acknowledged numbers that have not arrived. */
  public static SortedSet<Integer> missing(
      SortedSet<Integer> acknowledged, Collection<Integer> delivered) {
    SortedSet<Integer> missing = new TreeSet<>(acknowledged);
    missing.removeAll(new HashSet<>(delivered));
    return missing;
  }

  private static List<Integer> repeated(List<Integer> delivered) {
    Set<Integer> seen = new HashSet<>();
    return delivered.stream().filter(n -> !seen.add(n)).toList();
  }

  private static List<Integer> disordered(
      SortedSet<Integer> acknowledged, List<Integer> delivered) {
    List<Integer> disordered = new ArrayList<>();
    int last = -1;
    for (int n : delivered) {
      if (acknowledged.contains(n)) {
        // one that arrives again is told of above
        if (n < last) {
          disordered.add(n);
        }
        last = Math.max(last, n);
      }
    }
    return disordered;
  }

  private static void tell(List<String> problems, String what, Collection<Integer> numbers) {
    if (!numbers.isEmpty()) {
      problems.add(
          "%d %s: %s%s"
              .formatted(
                  numbers.size(),
                  what,
                  numbers.stream()
                      .limit(SHOWN)
                      .map(String::valueOf)
                      .collect(Collectors.joining(", ")),
                  numbers.size() > SHOWN ? ", …" : ""));
    }
  }
}
