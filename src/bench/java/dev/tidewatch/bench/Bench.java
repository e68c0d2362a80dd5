package dev.tidewatch.bench;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * Measures a server and the floor, workload by workload, and prints a table. {@code scripts/bench}
 * starts both and this.
 */
public final class Bench {

  private static final String HOST = "127.0.0.1";
  private static final int TRIES = 30;
  private static final int FEW = 10;
  private static final long SETTLE_MILLIS = 500;

  private final Target server;
  private final Target floor;
  private final FloorSource floorSource;
  private final MongoSource mongo;
  private final Scale scale;
  private final Table table = new Table(System.out);
  private boolean faultless = true;

  private Bench(
      Target server, Target floor, FloorSource floorSource, MongoSource mongo, Scale scale) {
    this.mongo = mongo;
    this.server = server;
    this.floor = floor;
    this.floorSource = floorSource;
    this.scale = scale;
  }

  /**
   * Takes the server's name, port and process, the floor's port and process, {@code full} or {@code
   * quick}, and workloads, none for all. MongoDB and the collection come with the environment, as
   * they do to the server. Ends with 1 if anything was lost, repeated or out of order.
   */
  public static void main(String[] args) throws Exception {
    List<Workload> workloads = Workload.of(List.of(args).subList(6, args.length));
    String[] ns = System.getenv("TIDEWATCH_NS").split("\\.", 2);
    int floorPort = Integer.parseInt(args[3]);
    try (MongoSource mongo = new MongoSource(System.getenv("TIDEWATCH_MONGO"), ns[0], ns[1]);
        FloorSource floorSource = new FloorSource(HOST, floorPort + 1)) {
      Bench bench =
          new Bench(
              target(args[0], Integer.parseInt(args[1]), args[2], mongo),
              target("floor", floorPort, args[4], floorSource),
              floorSource,
              mongo,
              args[5].equals("quick") ? Scale.QUICK : Scale.FULL);
      bench.table.head();
      for (Workload workload : workloads) {
        bench.measure(workload);
      }
      mongo.drop();
      System.exit(bench.faultless ? 0 : 1);
    }
  }

  private static Target target(String name, int port, String pid, Source source) {
    URI base = URI.create("ws://" + HOST + ":" + port);
    return new Target(name, base, new JvmProcess(Long.parseLong(pid)), source);
  }

  private void measure(Workload workload) throws Exception {
    System.err.println(workload.label() + " …");
    if (workload.isSelective()) {
      measureSelective(workload);
      return;
    }
    if (workload.hasRules()) {
      measureRules(workload);
      return;
    }
    List<String> around = Marker.around(sample(workload));
    floorSource.like(around);
    int markers = around.size() - 1;
    Measurement onFloor = new Measurement(workload, floor, scale, markers);
    Measurement onServer = new Measurement(workload, server, scale, markers);
    switch (workload) {
      case STEADY_100, STEADY_1000, GRID_500, GRID_5000, GRID_10000 ->
          rows(workload.label(), onFloor.steady(), onServer.steady());
      case BURST, BURST_V1 -> rows(workload.label(), onFloor.burst(), onServer.burst());
      case IDLE -> rows(workload.label(), onFloor.idle(), onServer.idle());
      // the floor has no bound on what waits for a client; the server alone is the measure
      case STALLED ->
          rows(
              workload.label(),
              onServer.burst().called(server.name() + ", nobody stalled"),
              onServer.stalled());
      case CATCH_UP ->
          rows(
              workload.label(),
              onServer.steady().called(server.name() + ", nobody catches up"),
              onServer.besideReturning());
      default -> throw new IllegalStateException(workload.label() + " is not beside the floor");
    }
  }

  /** Readers that see part of each document, beside readers of the same server that see all. */
  private void measureRules(Workload workload) throws Exception {
    int markers = Marker.around(sample(workload)).size() - 1;
    Measurement all = ofRoles(workload, List.of(Roles.ALL), markers);
    Measurement parts = ofRoles(workload, Roles.RESTRICTED, markers);
    boolean steady = workload.perSecond() > 0;
    rows(
        workload.label(),
        (steady ? all.steady() : all.burst()).called(server.name() + ", no rules"),
        (steady ? parts.steady() : parts.burst())
            .called(server.name() + ", " + Roles.RESTRICTED.size() + " roles"));
  }

  /** Many clients of which each wants the changes of one document, beside few. */
  private void measureSelective(Workload workload) throws Exception {
    try (OwnedDocuments documents = mongo.owned()) {
      Outcome few = selective(workload, documents, FEW);
      int many = workload.clients() > 0 ? workload.clients() : scale.selectiveClients();
      rows(workload.label(), few, selective(workload, documents, many));
    }
  }

  private Outcome selective(Workload workload, OwnedDocuments documents, int count)
      throws Exception {
    documents.number(count);
    Target owned = new Target(server.name(), server.base(), server.process(), documents);
    return new Measurement(workload, owned, scale, 1)
        .selective(count)
        .called("%s, %,d clients".formatted(server.name(), count));
  }

  private Measurement ofRoles(Workload workload, List<String> roles, int markers) {
    return new Measurement(workload, server, workload.on(server, roles), scale, markers);
  }

  private void rows(String label, Outcome base, Outcome outcome) {
    table.row(label, base);
    table.row("", outcome);
    table.ratio(outcome, base);
    faultless &= base.isFaultless() && outcome.isFaultless();
  }

  /** One message of the server's with one change in it. */
  private byte[] sample(Workload workload) throws Exception {
    List<Address> addresses =
        workload.hasRules() ? workload.on(server, List.of(Roles.ALL)) : workload.on(server);
    try (Clients clients = Clients.connect(addresses, 1, 2)) {
      clients.first().keepMessages();
      // until it comes: a server may answer before it watches
      for (int i = 0; i < TRIES && clients.deliveries() == 0; i++) {
        server.source().make(i, 1, 0);
        clients.readUntil(1, 1);
      }
      if (clients.deliveries() == 0) {
        throw new IOException("no change comes from " + server.base());
      }
      // the first may have come with another
      clients.linger(SETTLE_MILLIS);
      server.source().make(TRIES, 1, 0);
      clients.readUntil(clients.deliveries() + 1, TRIES);
      return clients.first().lastMessage();
    }
  }
}
