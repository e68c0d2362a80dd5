package dev.tidewatch.bench;

import java.io.PrintStream;
import java.util.Locale;

/** Prints outcomes as a Markdown table, row by row. */
final class Table {

  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
  }

  void head() {
    out.println(
        "| workload | server | deliveries/s | CPU µs a delivery | p50 ms | p95 ms | p99 ms"
            + " | lost / repeated / out of order | heap KiB a connection | |");
    out.println("|---|---|--:|--:|--:|--:|--:|--:|--:|---|");
  }

  void row(String workload, Outcome o) {
    out.println(
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %s | %s | %s | %s | %d / %d / %d | %s | %s |",
            workload,
            o.name(),
            number("%,.0f", o.deliveriesPerSecond()),
            number("%.1f", o.cpuMicros()),
            number("%,.0f", o.p50()),
            number("%,.0f", o.p95()),
            number("%,.0f", o.p99()),
            o.lost(),
            o.repeated(),
            o.disordered(),
            number("%.1f", o.heapKib()),
            o.remark()));
  }

  /** How many times the base's the outcome is. */
  void ratio(Outcome of, Outcome base) {
    out.println(
        "| | ratio | %s | %s | %s | %s | %s | | %s | |"
            .formatted(
                number("%.2f", of.deliveriesPerSecond() / base.deliveriesPerSecond()),
                number("%.2f", of.cpuMicros() / base.cpuMicros()),
                number("%.2f", of.p50() / base.p50()),
                number("%.2f", of.p95() / base.p95()),
                number("%.2f", of.p99() / base.p99()),
                number("%.2f", of.heapKib() / base.heapKib())));
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "";
  }
}
