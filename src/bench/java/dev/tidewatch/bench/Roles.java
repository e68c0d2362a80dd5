package dev.tidewatch.bench;

import java.util.List;
import java.util.stream.IntStream;

/** The roles of the readers, whose rules {@code scripts/bench} sets. */
final class Roles {

  /** Sees everything. */
  static final String ALL = "all";

  /** Each sees the same documents by a query of its own, and fields of its own. */
  static final List<String> RESTRICTED = IntStream.range(0, 10).mapToObj(i -> "part" + i).toList();

  /** Sees the documents that name the caller as their owner. */
  static final String OWN = "own";

  private Roles() {}
}
