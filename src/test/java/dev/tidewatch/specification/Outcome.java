package dev.tidewatch.specification;

import java.util.Locale;

/**
 * What one case came to.
 *
 * @param file the file it is in
 * @param name its description there
 * @param why why it was skipped or what failed; empty if it passed
 */
record Outcome(String file, String name, Kind kind, String why) {

  enum Kind {
    PASSED,
    FAILED,
    SKIPPED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean is(Kind other) {
    return kind == other;
  }
}
