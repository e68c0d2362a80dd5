package dev.tidewatch.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Changes that are made in rounds and read by the same clients; and what that took. */
final class Run implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;
  private static final long LINGER_MILLIS = 300;

  /** The share of the time that compiling may take once the JVM is warm. */
  private static final double COMPILING = 0.05;

  private final ExecutorService writer = Executors.newSingleThreadExecutor();
  private final Target target;
  private final Clients clients;
  // how many clients each change is for
  private final int copies;
  private final List<Double> rounds = new ArrayList<>();
  private int next;
  private long deliveries;
  private long messagesBefore;
  private double cpuSeconds;
  private double seconds;

  /** Each change is for every client. */
  Run(Target target, Clients clients) {
    this(target, clients, clients.size());
  }

  /**
   * Each change is for some clients.
   *
   * @param copies for how many
   */
  Run(Target target, Clients clients, int copies) {
    this.target = target;
    this.clients = clients;
    this.copies = copies;
  }

  /** Makes changes and waits until every client has them. */
  void round(int count, int perSecond)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    long before = clients.deliveries();
    int timed = clients.latencies().count();
    double cpu = target.process().cpuSeconds();
    int first = next;
    Future<?> writing =
        writer.submit(
            () -> {
              target.source().make(first, count, perSecond);
              return null;
            });
    next += count;
    seconds += clients.readUntil(before + (long) count * copies, PATIENCE_SECONDS);
    cpuSeconds += target.process().cpuSeconds() - cpu;
    deliveries += clients.deliveries() - before;
    rounds.add(clients.latencies().longestMillis(timed));
    writing.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    clients.linger(LINGER_MILLIS);
  }

  /**
   * Repeats a round, unmeasured, until the JVM has compiled what the workload needs: what it costs
   * before is another thing.
   */
  void warmUp(int count, int perSecond, int atMost) throws Exception {
    double share = 1;
    int done = 0;
    while (done < atMost && share > COMPILING) {
      double before = target.process().compilingSeconds();
      forget();
      round(count, perSecond);
      share = (target.process().compilingSeconds() - before) / cpuSeconds;
      done++;
    }
    System.err.printf(
        Locale.ROOT,
        "  %s: %d rounds to warm up; in the last, %.0f %% of the CPU went to compiling%n",
        target.name(),
        done,
        share * 100);
    forget();
  }

  private void forget() {
    deliveries = 0;
    cpuSeconds = 0;
    seconds = 0;
    rounds.clear();
    clients.latencies().clear();
    messagesBefore = clients.sum(Client::messages);
  }

  /** How long the last of a round's deliveries took, in ms: the median of all rounds. */
  double roundMillis() {
    return rounds.stream().sorted().toList().get(rounds.size() / 2);
  }

  /** How many changes came in a message, on average. */
  double changesPerMessage() {
    return (double) deliveries / Math.max(1, clients.sum(Client::messages) - messagesBefore);
  }

  /**
   * What was measured; what was lost, repeated or out of order is counted from the first change.
   */
  Outcome outcome() {
    long dropped = clients.sum(client -> client.isClosed() ? 1 : 0);
    return new Outcome(
        target.name(),
        deliveries / seconds,
        cpuSeconds * 1e6 / deliveries,
        clients.latencies().percentileMillis(0.5),
        clients.latencies().percentileMillis(0.95),
        clients.latencies().percentileMillis(0.99),
        (long) next * copies - clients.deliveries(),
        clients.sum(Client::repeated),
        clients.sum(Client::disordered),
        Double.NaN,
        dropped == 0 ? "" : dropped + " connections were closed");
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }
}
