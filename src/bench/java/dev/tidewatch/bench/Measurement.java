package dev.tidewatch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One workload on one target. */
final class Measurement {

  private static final int STALLED_CLIENTS = 200;
  private static final int RETURNING_CLIENTS = 200;
  private static final int WARM_UP_SECONDS = 5;
  private static final int SINGLE_CHANGES = 5;
  private static final long SETTLE_MILLIS = 3000;
  private static final double MIB = 1 << 20;

  private final Workload workload;
  private final Target target;
  private final List<Address> addresses;
  private final Scale scale;
  private final int markersPerChange;

  Measurement(Workload workload, Target target, Scale scale, int markersPerChange) {
    this(workload, target, workload.on(target), scale, markersPerChange);
  }

  /** With clients that connect to these addresses in turn. */
  Measurement(
      Workload workload,
      Target target,
      List<Address> addresses,
      Scale scale,
      int markersPerChange) {
    this.workload = workload;
    this.target = target;
    this.addresses = addresses;
    this.scale = scale;
    this.markersPerChange = markersPerChange;
  }

  /** Changes at a steady rate. */
  Outcome steady() throws Exception {
    try (Clients clients = connect(workload.clients());
        Run run = new Run(target, clients)) {
      run.warmUp(
          workload.perSecond() * WARM_UP_SECONDS, workload.perSecond(), scale.warmUpRounds());
      run.round(workload.perSecond() * scale.seconds(), workload.perSecond());
      return run.outcome();
    }
  }

  /** Changes at a steady rate, each for one client alone. */
  Outcome selective(int count) throws Exception {
    try (Clients clients = Clients.connect(workload.onOwn(target, count), count, markersPerChange);
        Run run = new Run(target, clients, 1)) {
      // a server may answer a handshake before it has begun to serve the client
      clients.linger(SETTLE_MILLIS);
      run.warmUp(
          workload.perSecond() * WARM_UP_SECONDS, workload.perSecond(), scale.warmUpRounds());
      run.round(workload.perSecond() * scale.seconds(), workload.perSecond());
      return run.outcome();
    }
  }

  /** Changes as fast as they are taken. */
  Outcome burst() throws Exception {
    try (Clients clients = connect(workload.clients());
        Run run = new Run(target, clients)) {
      run.warmUp(scale.burst(), 0, scale.warmUpRounds());
      rounds(run, scale.rounds());
      return run.outcome()
          .remarking(String.format(Locale.ROOT, "%.1f changes a message", run.changesPerMessage()));
    }
  }

  /** The heap of clients who only wait, and then one change for all. */
  Outcome idle() throws Exception {
    long before = target.process().liveHeap();
    try (Clients clients = connect(scale.idleClients());
        Run run = new Run(target, clients)) {
      double heap = target.process().liveHeap() - before;
      run.warmUp(1, 0, scale.warmUpRounds());
      for (int i = 0; i < SINGLE_CHANGES; i++) {
        run.round(1, 0);
      }
      return run.outcome()
          .withHeap(heap / 1024 / clients.size())
          .remarking(
              String.format(
                  Locale.ROOT,
                  "one change reaches all %,d in %,.0f ms",
                  clients.size(),
                  run.roundMillis()));
    }
  }

  /** A burst again and again, to readers beside clients that connect and never read. */
  Outcome stalled() throws Exception {
    try (Clients clients = connect(workload.clients());
        Run run = new Run(target, clients)) {
      List<Double> heaps = new ArrayList<>();
      for (int i = 0; i < Scale.LOOKS; i++) {
        // new ones each time: the server closes those that read nothing for a minute
        Clients stalled = Clients.connectStalled(addresses, STALLED_CLIENTS);
        try (stalled) {
          rounds(run, scale.stalledRounds());
          heaps.add(target.process().liveHeap() / MIB);
        }
      }
      return run.outcome()
          .remarking(
              heaps.stream()
                  .map(heap -> String.format(Locale.ROOT, "%.0f", heap))
                  .collect(Collectors.joining(", ", "MiB of heap on the way: ", "")));
    }
  }

  /** Changes at a steady rate, to readers beside clients that catch up all the time. */
  Outcome besideReturning() throws Exception {
    String position = Returning.position(target.base());
    // so many that the log no longer has the first of them
    long all = Returning.changes(target.base()) + scale.history();
    target.source().make(0, scale.history(), 0);
    Returning.awaitChanges(target.base(), all);
    try (Clients clients = connect(workload.clients());
        Run run = new Run(target, clients);
        Returning returning = Returning.start(target.base(), position, RETURNING_CLIENTS)) {
      run.warmUp(workload.perSecond() * WARM_UP_SECONDS, workload.perSecond(), 2);
      long before = returning.bytes();
      run.round(workload.perSecond() * scale.seconds(), workload.perSecond());
      return run.outcome()
          .remarking(
              String.format(
                  Locale.ROOT,
                  "%d clients that catch up read %,.0f MiB meanwhile",
                  RETURNING_CLIENTS,
                  (returning.bytes() - before) / MIB));
    }
  }

  private void rounds(Run run, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      run.round(scale.burst(), 0);
    }
  }

  private Clients connect(int count) throws Exception {
    return Clients.connect(addresses, count, markersPerChange);
  }
}
