package dev.tidewatch.specification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A run as a page, case by case; the page of a known run is docs/specification.md. */
final class ReportPage {

  private static final String SERVER = "Server: ";

  private static final String HEAD =
      """
      # The specification's tests, case by case

      MongoDB's drivers share one specification of change streams, and tests of it. This is what they say of
      `dev.tidewatch.stream.ChangeStream`, which sends its commands itself.

      Server: %s

      The tests are `source/change-streams/tests/unified` of <https://github.com/mongodb/specifications>. They
      are not in this project: their licence, CC BY-NC-SA 3.0 US, is not its own. To run them again, against a
      replica set of your own:

      ```
      git clone --depth 1 https://github.com/mongodb/specifications /tmp/specifications
      mongod --replSet rs0 --dbpath /tmp/data --setParameter enableTestCommands=1   # and rs.initiate()
      TIDEWATCH_SPECIFICATIONS=/tmp/specifications/source TIDEWATCH_TEST_MONGO='mongodb://127.0.0.1/?replicaSet=rs0' \\
        scripts/test -Dit.test=ChangeStreamSpecificationIT -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false
      ```

      The run writes `target/specification.md`, and fails if this page says otherwise about the same server.
      """;

  private ReportPage() {}

  static String of(Server server, Report report) {
    StringBuilder page = new StringBuilder(HEAD.formatted(server));
    page.append("\n```\n").append(report.summary()).append("```\n");
    report.byFile().forEach((file, outcomes) -> append(page, file, outcomes));
    return page.toString();
  }

  private static void append(StringBuilder page, String file, List<Outcome> outcomes) {
    page.append("\n## ").append(file).append("\n\n| case | result | why |\n|---|---|---|\n");
    for (Outcome outcome : outcomes) {
      page.append(
          "| %s | %s | %s |\n"
              .formatted(cell(outcome.name()), outcome.kind(), cell(outcome.why())));
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  /** Why a page cannot be compared with a run's, or empty if it can. */
  static Optional<String> incomparable(String page, Server server) {
    String about =
        page.lines()
            .filter(line -> line.startsWith(SERVER))
            .map(line -> line.substring(SERVER.length()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("the page names no server"));
    return about.equals(server.toString())
        ? Optional.empty()
        : Optional.of("it is about " + about + ", this is " + server);
  }

  static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path page, String text) {
    try {
      Files.writeString(page, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
