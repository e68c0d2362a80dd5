package dev.tidewatch.specification;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opentest4j.TestAbortedException;

/** Collects what the cases of a run come to. */
final class Report {

  private final List<Outcome> outcomes = new ArrayList<>();

  /** Runs a case and notes what it comes to, which is thrown on. */
  void note(String file, String name, Runnable test) {
    try {
      test.run();
      outcomes.add(new Outcome(file, name, Outcome.Kind.PASSED, ""));
    } catch (TestAbortedException e) {
      outcomes.add(new Outcome(file, name, Outcome.Kind.SKIPPED, e.getMessage()));
      throw e;
    } catch (RuntimeException | Error e) {
      outcomes.add(new Outcome(file, name, Outcome.Kind.FAILED, oneLine("" + e.getMessage())));
      throw e;
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  /** What was noted, by file, in the order of the run. */
  Map<String, List<Outcome>> byFile() {
    return outcomes.stream().collect(groupingBy(Outcome::file, LinkedHashMap::new, toList()));
  }

  /**
   * A table for the test's output: a line a file, then why cases were skipped, then what failed.
   */
  String summary() {
    StringBuilder text = new StringBuilder();
    line(text, "file", List.of("run", "passed", "failed", "skipped"));
    byFile().forEach((file, ofFile) -> line(text, file, counts(ofFile)));
    line(text, "total", counts(outcomes));
    skipped().forEach((why, count) -> text.append("%4d skipped: %s\n".formatted(count, why)));
    outcomes.stream()
        .filter(outcome -> outcome.is(Outcome.Kind.FAILED))
        .forEach(
            outcome ->
                text.append(
                    "FAILED %s: %s: %s\n"
                        .formatted(outcome.file(), outcome.name(), outcome.why())));
    return text.toString();
  }

  private Map<String, Long> skipped() {
    return outcomes.stream()
        .filter(outcome -> outcome.is(Outcome.Kind.SKIPPED))
        .collect(groupingBy(Outcome::why, TreeMap::new, counting()));
  }

  private static void line(StringBuilder text, String first, List<?> numbers) {
    text.append("%-42s".formatted(first));
    numbers.forEach(number -> text.append("%8s".formatted(number)));
    text.append('\n');
  }

  /** Run, passed, failed, skipped. */
  private static List<Long> counts(List<Outcome> outcomes) {
    long skipped = count(outcomes, Outcome.Kind.SKIPPED);
    return List.of(
        outcomes.size() - skipped,
        count(outcomes, Outcome.Kind.PASSED),
        count(outcomes, Outcome.Kind.FAILED),
        skipped);
  }

  private static long count(List<Outcome> outcomes, Outcome.Kind kind) {
    return outcomes.stream().filter(outcome -> outcome.is(kind)).count();
  }
}
