package dev.tidewatch.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is measured, by the name that {@code scripts/bench} takes. */
enum Workload {
  STEADY_1000("/socket", null, 1000, 20),
  STEADY_100("/socket", null, 100, 200),
  BURST("/socket", null, 100, 0),
  BURST_V1("/feeds/changes", "tidewatch.v1", 100, 0),
  IDLE("/socket", null, 0, 0),
  STALLED("/socket", null, 100, 0),
  CATCH_UP("/feeds/changes", "tidewatch.v1", 100, 20),
  GRID_500("/feeds/changes", "tidewatch.v1", 500, 64),
  GRID_5000("/feeds/changes", "tidewatch.v1", 5000, 10),
  GRID_10000("/feeds/changes", "tidewatch.v1", 10_000, 5),
  RULES("/feeds/changes", "tidewatch.v1", 100, 200),
  RULES_BURST("/feeds/changes", "tidewatch.v1", 1000, 0),
  SELECTIVE("/feeds/changes", "tidewatch.v1", 0, 500),
  SELECTIVE_RULES("/feeds/changes", "tidewatch.v1", 0, 500),
  SELECTIVE_WHERE("/feeds/changes", "tidewatch.v1", 0, 500),
  SELECTIVE_RANGES("/feeds/changes", "tidewatch.v1", 1000, 500),
  WHERE_500("/feeds/changes", "tidewatch.v1", 500, 1000),
  WHERE_10000("/feeds/changes", "tidewatch.v1", 10_000, 1000);

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

  /** All that were named, or all that need no rules and no images: a server has them, or not. */
  static List<Workload> of(List<String> names) {
    return names.isEmpty()
        ? Stream.of(values())
            .filter(workload -> !workload.hasRules() && !workload.hasQueries())
            .toList()
        : names.stream().map(Workload::of).toList();
  }

  /** Whether the server is to have rules, which the first client sees nothing of. */
  boolean hasRules() {
    return this == RULES || this == RULES_BURST || this == SELECTIVE_RULES;
  }

  /** Whether clients ask with {@code where}, for which the server needs images. */
  private boolean hasQueries() {
    return this == SELECTIVE_RANGES || hasOwnQueries();
  }

  /** Whether each client's query is one equality of its own. */
  private boolean hasOwnQueries() {
    return this == SELECTIVE_WHERE || this == WHERE_500 || this == WHERE_10000;
  }

  /** Whether each change is for one client alone, however many there are. */
  boolean isSelective() {
    return this == SELECTIVE || this == SELECTIVE_RULES || hasQueries();
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

  /** Where clients without a token connect. */
  List<Address> on(Target target) {
    return List.of(target.address(path, subprotocol, null));
  }

  /** Where clients of these roles connect, a client for each role in turn. */
  List<Address> on(Target target, List<String> roles) {
    return roles.stream().map(role -> target.address(path, subprotocol, Token.of(role))).toList();
  }

  /** Where so many clients connect of which each gets the changes of one document. */
  List<Address> onOwn(Target target, int count) {
    return IntStream.range(0, count).mapToObj(i -> onOwnOf(target, i)).toList();
  }

  private Address onOwnOf(Target target, int id) {
    return switch (this) {
      case SELECTIVE_RULES ->
          target.address(path, subprotocol, Token.of(OwnedDocuments.owner(id), Roles.OWN));
      case SELECTIVE_WHERE, WHERE_500, WHERE_10000 ->
          target.address(
              where("{\"owner\":\"" + OwnedDocuments.owner(id) + "\"}"), subprotocol, null);
      case SELECTIVE_RANGES ->
          target.address(
              where("{\"n\":{\"$gt\":" + (id - 1) + ",\"$lt\":" + (id + 1) + "}}"),
              subprotocol,
              null);
      default -> target.address(path + "?key=" + id, subprotocol, null);
    };
  }

  private String where(String query) {
    return path + "?where=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
  }

  int clients() {
    return clients;
  }

  /** Changes a second; 0 is as fast as they are taken. */
  int perSecond() {
    return perSecond;
  }
}
