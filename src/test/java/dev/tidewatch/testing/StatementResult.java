package dev.tidewatch.testing;

/** What the tests of one statement came to. */
final class StatementResult {

  private int passed;
  private int failed;
  private int skipped;
  private String reason = "";

  void passed() {
    passed++;
  }

  void failed() {
    failed++;
  }

  void skipped(String why) {
    skipped++;
    reason = why;
  }

  /** At least one test passed and none failed. */
  boolean holds() {
    return passed > 0 && failed == 0;
  }

  @Override
  public String toString() {
    if (failed > 0) {
      return "FAILED (" + failed + " of " + (passed + failed) + ")";
    }
    if (skipped > 0) {
      String what = passed > 0 ? "passed in part, " + skipped + " " : "";
      return what + "skipped (" + reason + ")";
    }
    return passed > 0 ? "passed" : "not run";
  }
}
