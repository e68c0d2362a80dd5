package dev.tidewatch.specification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.BsonDocument;

/** Which servers a file or a case is for: its {@code runOnRequirements}. */
final class Requirements {

  private Requirements() {}

  /**
   * Why a case does not run on a server, or empty if it does.
   *
   * @param alternatives one is enough; none at all fits every server
   */
  static Optional<String> unmet(List<BsonDocument> alternatives, Server server) {
    // all are read, so that an unknown one is noticed on every server
    List<String> reasons =
        alternatives.stream()
            .map(one -> Fields.read("runOnRequirements", one, fields -> missing(fields, server)))
            .toList();
    if (reasons.isEmpty() || reasons.contains("")) {
      return Optional.empty();
    }
    return Optional.of("needs " + reasons.stream().distinct().collect(Collectors.joining(", or ")));
  }

  /** What a server does not have, in words; empty if it has everything. */
  private static String missing(Fields fields, Server server) {
    List<String> missing = new ArrayList<>();
    List<Topology> topologies =
        fields.findTexts("topologies").stream().map(Topology::named).toList();
    if (!topologies.isEmpty() && !topologies.contains(server.topology())) {
      missing.add(topologies.stream().map(Topology::toString).collect(Collectors.joining(" or ")));
    }
    Optional<Version> least = fields.findText("minServerVersion").map(Version::parse);
    Optional<Version> most = fields.findText("maxServerVersion").map(Version::parse);
    Version version = server.version();
    least
        .filter(limit -> version.compareTo(limit) < 0)
        .ifPresent(limit -> missing.add(versions(limit, "newer", version)));
    most.filter(limit -> version.compareTo(limit) > 0)
        .ifPresent(limit -> missing.add(versions(limit, "older", version)));
    // a server cannot be asked; the specification lets a runner take it that none is
    String serverless = fields.findText("serverless").orElse("allow");
    switch (serverless) {
      case "allow", "forbid" -> {}
      case "require" -> missing.add("a serverless instance");
      default -> throw new AssertionError("this runner does not know serverless: " + serverless);
    }
    return String.join(", and ", missing);
  }

  private static String versions(Version limit, String direction, Version version) {
    return "MongoDB " + limit + " or " + direction + ", this is " + version;
  }
}
