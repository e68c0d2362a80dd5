package dev.tidewatch.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds settings that nothing reads, which are usually misspelt.
 *
 * <p>An environment variable is reported only if it is close to a setting: platforms define
 * variables of their own, such as {@code TIDEWATCH_PORT} on Kubernetes for a service of that name.
 */
final class UnknownSettings {

  /** The most characters in which a misspelt name differs from the intended one. */
  private static final int CLOSE = 2;

  private UnknownSettings() {}

  /**
   * A sentence about each unknown setting, sorted by name.
   *
   * @param names of all properties that the configuration has
   * @param known the names of all settings
   */
  static List<String> problems(Iterable<String> names, Collection<String> known) {
    Set<String> present = new TreeSet<>();
    names.forEach(present::add);
    Set<String> variables =
        known.stream()
            .map(UnknownSettings::variable)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> problems = new ArrayList<>();
    for (String name : present) {
      if (name.startsWith("TIDEWATCH_") && !variables.contains(name)) {
        nearest(name, variables).ifPresent(meant -> problems.add(misspelt(name, meant)));
      } else if (name.startsWith("tidewatch.")
          && !known.contains(name)
          // SmallRye Config also lists variables by names that it derives from them
          && !present.contains(variable(name))) {
        problems.add(nearest(name, known).map(n -> misspelt(name, n)).orElse(remedy(name)));
      }
    }
    return problems;
  }

  private static String misspelt(String name, String meant) {
    return "Unknown " + name + ", did you mean " + meant + "?";
  }

  private static String remedy(String name) {
    return "Unknown "
        + name
        + (name.startsWith("tidewatch.feed.")
            ? ", tidewatch.feeds must list the feed, and the last part must be one of "
                + Stream.of(FeedProperty.values())
                    .map(FeedProperty::key)
                    .collect(Collectors.joining(", "))
            : ", there is no such setting: correct its name or remove it");
  }

  /** The environment variable that MicroProfile Config reads for a setting. */
  static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private static Optional<String> nearest(String name, Collection<String> known) {
    String best = null;
    int least = CLOSE + 1;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < least) {
        best = candidate;
        least = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
