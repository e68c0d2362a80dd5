package dev.tidewatch.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is measured, by the name that {@code scripts/bench} takes. */
enum Workload {
  STEADY_1000("/socket", null, 1000, 20),
  STEADY_100("/socket", null, 100, 200),
  BURST("/socket", null, 100, 0),
  BURST_V1("/feeds/changes", "tidewatch.v1", 100, 0),
  IDLE("/socket", null, 0, 0),
  STALLED("/socket", null, 100, 0),
  CATCH_UP("/feeds/changes", "tidewatch.v1", 100, 20);

  private final String path;
  private final String subprotocol;
  private final int clients;
  private final int perSecond;

  Workload(String path, String subprotocol, int clients, int perSecond) {
    this.path = path;
    this.subprotocol = subprotocol;
    this.clients = clients;
    this.perSecond = perSecond;
  }

  /** All that were named, or all there are. */
  static List<Workload> of(List<String> names) {
    return names.isEmpty() ? List.of(values()) : names.stream().map(Workload::of).toList();
  }

  private static Workload of(String name) {
    return Stream.of(values())
        .filter(workload -> workload.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown workload \""
                        + name
                        + "\"; there are "
                        + Stream.of(values())
                            .map(Workload::label)
                            .collect(Collectors.joining(", "))));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Address on(Target target) {
    return target.address(path, subprotocol);
  }

  int clients() {
    return clients;
  }

  /** Changes a second; 0 is as fast as they are taken. */
  int perSecond() {
    return perSecond;
  }
}
