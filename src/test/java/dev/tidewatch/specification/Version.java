package dev.tidewatch.specification;

import java.util.Comparator;

/** A version as the specification compares them: three numbers, those not given are 0. */
record Version(int major, int minor, int patch) implements Comparable<Version> {

  private static final Comparator<Version> ORDER =
      Comparator.comparingInt(Version::major)
          .thenComparingInt(Version::minor)
          .thenComparingInt(Version::patch);

  static Version parse(String text) {
    String[] numbers = text.split("\\.");
    if (numbers.length > 3) {
      throw new AssertionError("not a version: " + text);
    }
    try {
      return new Version(number(numbers, 0), number(numbers, 1), number(numbers, 2));
    } catch (NumberFormatException e) {
      throw new AssertionError("not a version: " + text, e);
    }
  }

  private static int number(String[] numbers, int index) {
    return index < numbers.length ? Integer.parseInt(numbers[index]) : 0;
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
