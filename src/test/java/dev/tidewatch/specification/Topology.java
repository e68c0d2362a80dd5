package dev.tidewatch.specification;

import com.mongodb.connection.ClusterType;
import java.util.stream.Stream;

/** What a MongoDB is made of, by the specification's names. */
enum Topology {
  SINGLE("single", "a standalone server", ClusterType.STANDALONE),
  REPLICA_SET("replicaset", "a replica set", ClusterType.REPLICA_SET),
  SHARDED("sharded", "a sharded cluster", ClusterType.SHARDED),
  LOAD_BALANCED("load-balanced", "a load balancer", ClusterType.LOAD_BALANCED);

  private final String name;
  private final String words;
  private final ClusterType type;

  Topology(String name, String words, ClusterType type) {
    this.name = name;
    this.words = words;
    this.type = type;
  }

  static Topology named(String name) {
    return Stream.of(values())
        .filter(topology -> topology.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("this runner does not know the topology " + name));
  }

  static Topology of(ClusterType type) {
    return Stream.of(values())
        .filter(topology -> topology.type == type)
        .findFirst()
        .orElseThrow(() -> new AssertionError("the driver does not know what it is: " + type));
  }

  @Override
  public String toString() {
    return words;
  }
}
