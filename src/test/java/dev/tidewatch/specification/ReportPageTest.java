package dev.tidewatch.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What a run says of itself. */
class ReportPageTest {

  private static final Server SERVER = new Server(new Version(5, 0, 9), Topology.REPLICA_SET, true);

  private final Report report = new Report();

  @Test
  void everyCaseHasARowAndIsCounted() {
    report.note("sea.json", "swims", () -> {});
    assertThatThrownBy(() -> report.note("sea.json", "dives", () -> Assumptions.abort("needs a|b")))
        .isInstanceOf(TestAbortedException.class);
    assertThatThrownBy(
            () ->
                report.note(
                    "sky.json",
                    "flies",
                    () -> {
                      throw new AssertionError("fell\ndown");
                    }))
        .isInstanceOf(AssertionError.class);

    assertThat(ReportPage.of(SERVER, report))
        .contains("| swims | passed |  |")
        .contains("| dives | skipped | needs a\\|b |")
        .contains("| flies | failed | fell down |")
        .containsPattern("sea.json +1 +1 +0 +1\n")
        .containsPattern("sky.json +1 +0 +1 +0\n")
        .containsPattern("total +2 +1 +1 +1\n")
        .contains("1 skipped: needs a|b");
  }

  @Test
  void aPageIsComparedOnlyWithARunOnTheSameServer() {
    String page = ReportPage.of(SERVER, report);

    assertThat(ReportPage.incomparable(page, SERVER)).isEmpty();
    assertThat(
            ReportPage.incomparable(
                page, new Server(new Version(5, 0, 10), Topology.REPLICA_SET, true)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("5.0.9").contains("5.0.10"));
    assertThat(
            ReportPage.incomparable(
                page, new Server(SERVER.version(), Topology.REPLICA_SET, false)))
        .isPresent();
    assertThatThrownBy(() -> ReportPage.incomparable("nothing", SERVER))
        .isInstanceOf(AssertionError.class);
  }
}
