package dev.tidewatch.testing;

import dev.tidewatch.testing.TestRecord.Outcome;
import dev.tidewatch.testing.statements.StatementResult;
import dev.tidewatch.testing.statements.Statements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run of the tests came to, from what each JVM has written down ({@link TestRecord}): how
 * many held, which failed, were repeated or skipped and why, which MongoDB they ran against, and
 * which statements of {@code docs/semantics.md} hold.
 */
public final class TestSummary {

  static final String TEST = "test";
  static final String MONGO = "mongo";

  private static final int WIDTH = 116;
  private static final int TAIL = 20;

  private final Map<String, Test> tests = new TreeMap<>();
  private final Map<String, Set<MongoUse.Kind>> mongo = new TreeMap<>();
  private final StringBuilder text = new StringBuilder();

  private final List<Path> reports;

  private TestSummary(List<String> lines, List<Path> reports) {
    this.reports = reports;
    lines.forEach(this::read);
  }

  /**
   * Prints the summary of the records in a folder; nothing if there are none.
   *
   * @param arguments the folder, then those of the reports
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        lines.addAll(lines(file));
      }
    }
    System.out.print(of(lines, Stream.of(arguments).skip(1).map(Path::of).toList()));
  }

  /**
   * Returns the summary of these lines, which each JVM wrote in the order of its tests.
   *
   * @param reports the folders with the output of the classes that failed
   */
  static String of(List<String> lines, List<Path> reports) {
    TestSummary summary = new TestSummary(lines, reports);
    summary.count();
    summary.failed();
    summary.repeated();
    summary.skipped();
    summary.mongo();
    summary.statements();
    return summary.text.toString();
  }

  private void read(String line) {
    String[] fields = line.split("\t", -1);
    if (fields[0].equals(MONGO)) {
      mongo
          .computeIfAbsent(fields[1], name -> EnumSet.noneOf(MongoUse.Kind.class))
          .add(MongoUse.Kind.valueOf(fields[2]));
    } else {
      Test test = new Test(fields[1], fields[3], fields[5], fields[6], new ArrayList<>());
      tests
          .merge(fields[1] + fields[2], test, (before, now) -> now.after(before))
          .outcomes()
          .add(Outcome.valueOf(fields[4]));
    }
  }

  private void count() {
    heading("Tests");
    text.append(
        "%d in %s: %d passed, %d failed, %d skipped%n"
            .formatted(
                tests.size(),
                plural(tests.values().stream().map(Test::type).distinct().count(), "class", "es"),
                count(Outcome.PASSED),
                count(Outcome.FAILED),
                count(Outcome.SKIPPED)));
  }

  private long count(Outcome outcome) {
    return tests.values().stream().filter(test -> test.last() == outcome).count();
  }

  private void failed() {
    Set<String> types = new TreeSet<>();
    for (Test test : tests.values()) {
      if (test.last() == Outcome.FAILED) {
        heading("Failed");
        text.append(test.title()).append('\n');
        types.add(test.type());
      }
    }
    types.forEach(this::output);
  }

  /** The end of what a class and its servers printed, and where all of it is. */
  private void output(String type) {
    for (Path folder : reports) {
      Path file = folder.resolve(type + "-output.txt");
      if (Files.exists(file)) {
        heading("Output");
        text.append(file).append(", which ends:\n");
        List<String> lines = lines(file);
        lines
            .subList(Math.max(0, lines.size() - TAIL), lines.size())
            .forEach(line -> text.append("    ").append(line).append('\n'));
      }
    }
  }

  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void repeated() {
    for (Test test : tests.values()) {
      if (test.outcomes().size() > 1) {
        heading("Run again");
        String outcomes =
            test.outcomes().stream()
                .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", then "));
        text.append(test.title()).append(": ").append(outcomes).append('\n');
      }
    }
  }

  private void skipped() {
    Map<String, Map<String, Integer>> reasons = new TreeMap<>();
    for (Test test : tests.values()) {
      if (test.last() == Outcome.SKIPPED) {
        reasons
            .computeIfAbsent(test.reason(), reason -> new TreeMap<>())
            .merge(simple(test.type()), 1, Integer::sum);
      }
    }
    reasons.forEach(
        (reason, types) -> {
          heading("Skipped");
          String where =
              types.entrySet().stream()
                  .map(type -> type.getKey() + " " + type.getValue())
                  .collect(Collectors.joining(", "));
          wrapped(where + ": " + (reason.isBlank() ? "no reason given" : reason));
        });
  }

  private void mongo() {
    Map<String, SortedSet<String>> groups = new LinkedHashMap<>();
    groups.put("a real one, which the tests share", new TreeSet<>());
    groups.put("real ones, which the tests start and break", new TreeSet<>());
    groups.put("the embedded one", new TreeSet<>());
    groups.put("a real one and the embedded one", new TreeSet<>());
    Set<String> none = new TreeSet<>();
    for (Test test : tests.values()) {
      if (test.last() != Outcome.SKIPPED) {
        Set<MongoUse.Kind> kinds = mongo.getOrDefault(test.type(), Set.of());
        Collection<String> group =
            kinds.isEmpty() ? none : new ArrayList<>(groups.values()).get(group(kinds));
        group.add(test.type());
      }
    }
    groups.forEach(
        (title, types) -> {
          if (!types.isEmpty()) {
            heading("MongoDB");
            wrapped(
                title
                    + counts(types)
                    + ": "
                    + types.stream()
                        .map(TestSummary::simple)
                        .sorted()
                        .collect(Collectors.joining(", ")));
          }
        });
    heading("MongoDB");
    text.append("none").append(counts(none)).append('\n');
  }

  private static int group(Set<MongoUse.Kind> kinds) {
    if (!kinds.contains(MongoUse.Kind.EMBEDDED)) {
      return kinds.contains(MongoUse.Kind.SHARED) ? 0 : 1;
    }
    return kinds.size() == 1 ? 2 : 3;
  }

  private String counts(Collection<String> types) {
    long count =
        tests.values().stream()
            .filter(test -> types.contains(test.type()) && test.last() != Outcome.SKIPPED)
            .count();
    return " (%s, %s)".formatted(plural(types.size(), "class", "es"), plural(count, "test", "s"));
  }

  private void statements() {
    Map<Integer, StatementResult> results = new TreeMap<>();
    for (Test test : tests.values()) {
      for (String number : test.statements().split(",")) {
        if (!number.isEmpty()) {
          results
              .computeIfAbsent(Integer.valueOf(number), n -> new StatementResult())
              .add(test.last(), test.reason());
        }
      }
    }
    if (results.isEmpty()) {
      return;
    }
    Map<Integer, String> all = new TreeMap<>(Statements.all());
    heading("Semantics");
    text.append(
        "%d of %d statements of docs/semantics.md hold%n"
            .formatted(
                results.values().stream().filter(StatementResult::holds).count(), all.size()));
    results.forEach(
        (number, result) -> {
          if (!result.isComplete()) {
            heading("");
            wrapped(number + ". " + all.get(number) + ": " + result);
          }
        });
    all.keySet().removeAll(results.keySet());
    if (!all.isEmpty()) {
      heading("");
      text.append("not run: ").append(numbers(all.keySet())).append('\n');
    }
  }

  private static String plural(long count, String word, String ending) {
    return count + " " + word + (count == 1 ? "" : ending);
  }

  private static String numbers(Collection<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private void heading(String name) {
    text.append("%-11s".formatted(name));
  }

  /** Broken between words, and further lines indented. */
  private void wrapped(String line) {
    int room = WIDTH;
    for (String word : line.split(" ")) {
      if (word.length() > room) {
        text.setLength(text.length() - 1);
        text.append("\n").append(" ".repeat(13));
        room = WIDTH - 2;
      }
      text.append(word).append(' ');
      room -= word.length() + 1;
    }
    text.setLength(text.length() - 1);
    text.append('\n');
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** One test, and what it came to each time that it was run. */
  private record Test(
      String type, String name, String statements, String reason, List<Outcome> outcomes) {

    Test after(Test before) {
      return new Test(type, name, statements, reason, before.outcomes);
    }

    Outcome last() {
      return outcomes.get(outcomes.size() - 1);
    }

    String title() {
      // what fails before and after its tests has the name of the class
      return name.equals(type) ? simple(type) : simple(type) + "." + name;
    }
  }
}
