package dev.tidewatch.bench;

import java.util.Arrays;

/** How long deliveries took, in microseconds. */
final class Latencies {

  private int[] micros = new int[1 << 16];
  private int count;

  void add(long value) {
    if (count == micros.length) {
      micros = Arrays.copyOf(micros, micros.length * 2);
    }
    micros[count++] = (int) Math.min(Integer.MAX_VALUE, Math.max(0, value));
  }

  int count() {
    return count;
  }

  void clear() {
    count = 0;
  }

  /** The longest of those from that one on, in ms. */
  double longestMillis(int from) {
    return Arrays.stream(micros, from, count).max().orElse(0) / 1000.0;
  }

  /** In ms; NaN if there is none. Sorts what there is. */
  double percentileMillis(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    Arrays.sort(micros, 0, count);
    return micros[Math.min(count - 1, (int) (share * count))] / 1000.0;
  }
}
