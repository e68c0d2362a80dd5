package dev.tidewatch.testing.statements;

import dev.tidewatch.testing.TestRecord.Outcome;

/** What the tests of one statement came to. */
public final class StatementResult {

  private int passed;
  private int failed;
  private int skipped;
  private String reason = "";

  /** One more test. */
  public void add(Outcome outcome, String why) {
    switch (outcome) {
      case PASSED -> passed++;
      case FAILED -> failed++;
      case SKIPPED -> {
        skipped++;
        reason = why;
      }
    }
  }

  /** At least one test passed and none failed. */
  public boolean holds() {
    return passed > 0 && failed == 0;
  }

  /** It holds and nothing of it was skipped. */
  public boolean isComplete() {
    return holds() && skipped == 0;
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
