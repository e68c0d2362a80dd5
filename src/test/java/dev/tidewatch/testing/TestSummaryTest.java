package dev.tidewatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSummaryTest {

  @TempDir Path reports;

  @Test
  void itSaysWhatHeldWhereAndWhatDidNotRun() {
    assertThat(
            summary(
                "test a.OneIT #1 one PASSED  ",
                "test a.OneIT #2 two PASSED  ",
                "mongo a.OneIT SHARED",
                "test a.TwoIT #1 one SKIPPED  needs_npm",
                "test a.TwoIT #2 two SKIPPED  needs_npm",
                "test a.ThreeIT #1 one PASSED  ",
                "mongo a.ThreeIT OWN",
                "test a.FourIT #1 one PASSED  ",
                "mongo a.FourIT EMBEDDED",
                "mongo a.FourIT SHARED",
                "test a.FiveTest #1 one PASSED  ",
                "mongo a.FiveTest EMBEDDED",
                "test a.SixTest #1 one PASSED  "))
        .isEqualTo(
            """
            Tests      8 in 6 classes: 6 passed, 0 failed, 2 skipped
            Skipped    TwoIT 2: needs_npm
            MongoDB    a real one, which the tests share (1 class, 2 tests): OneIT
            MongoDB    real ones, which the tests start and break (1 class, 1 test): ThreeIT
            MongoDB    the embedded one (1 class, 1 test): FiveTest
            MongoDB    a real one and the embedded one (1 class, 1 test): FourIT
            MongoDB    none (1 class, 1 test)
            """);
  }

  @Test
  void aTestThatIsRunAgainIsNamedAndCountsAsItEnded() {
    assertThat(
            summary(
                "test a.OneIT #1 one FAILED  late",
                "test a.OneIT #2 two PASSED  ",
                "test a.OneIT #1 one PASSED  "))
        .isEqualTo(
            """
            Tests      2 in 1 class: 2 passed, 0 failed, 0 skipped
            Run again  OneIT.one: failed, then passed
            MongoDB    none (1 class, 2 tests)
            """);
  }

  @Test
  void aClassThatFailedShowsTheEndOfItsOutput() throws IOException {
    Path output = reports.resolve("a.OneIT-output.txt");
    Files.writeString(
        output, IntStream.range(0, 50).mapToObj(n -> n + "\n").collect(Collectors.joining()));

    assertThat(summary("test a.OneIT #1 one FAILED  late"))
        .contains("1 failed", "Failed     OneIT.one\n", "Output     " + output, "\n    30\n")
        .contains("\n    49\n")
        .doesNotContain("    29\n");
  }

  @Test
  void aStatementThatDoesNotHoldEverywhereIsWrittenOut() {
    assertThat(
            summary(
                "test a.OneIT #1 s02_one PASSED 2 ",
                "test a.OneIT #2 s02_two SKIPPED 2 needs_a_mongod",
                "test a.OneIT #3 s03_one PASSED 3 "))
        .contains("Semantics  2 of 34 statements of docs/semantics.md hold\n")
        .contains("not run: 1, 4, 5, 6")
        .contains("2. A stream that was never used is alive: passed in part, 1 skipped")
        .contains("needs_a_mongod")
        .doesNotContain(" 3. ");
  }

  /** Fields are apart by a space here. */
  private String summary(String... lines) {
    return TestSummary.of(
        List.of(lines).stream().map(line -> line.replace(' ', '\t')).toList(), List.of(reports));
  }
}
