package dev.tidewatch.feed.control.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import dev.tidewatch.feed.control.delivery.RestlessReader;
import dev.tidewatch.feed.control.watch.WatchedFeed;
import dev.tidewatch.mongo.Connections;
import dev.tidewatch.testing.clients.Deliveries;
import dev.tidewatch.testing.mongo.NeedsMongod;
import dev.tidewatch.testing.mongo.NumberedWriter;
import dev.tidewatch.testing.mongo.ReplicaSet;
import dev.tidewatch.testing.network.SocksRelay;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A replica set of three and the watcher's network are broken in every known way, while a writer
 * writes and readers come and go. {@code scripts/test --faults} runs it for longer, or again.
 */
@NeedsMongod
class FaultsIT {

  private static final int FAULTS = Integer.getInteger("tidewatch.faults", 20);
  private static final long SEED =
      Long.getLong("tidewatch.faults.seed", System.nanoTime() & 0xFFFFFF);

  private static final String DATABASE = "faults_it";
  private static final int LOG_ENTRIES = 50;
  private static final int READERS = 4;
  // in a shorter run, the log may reach back far enough for every reader that returns
  private static final int ENOUGH = 20;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final long started = System.nanoTime();
  private ReplicaSet set;
  private SocksRelay relay;
  private MongoClient client;
  private MongoClient otherClient;
  private WatchedFeed feed;
  private WatchedFeed other;
  private NumberedWriter writer;

  @BeforeEach
  void start() {
    set = ReplicaSet.start(3);
    relay = SocksRelay.start();
    client = Connections.to(relay.through(set.uri())).client();
    otherClient = Connections.to(set.uri()).client();
    feed = new WatchedFeed(client, DATABASE, LOG_ENTRIES);
    // a second node of the application, on a network that nobody breaks: now ahead, now behind
    other = new WatchedFeed(otherClient, DATABASE, LOG_ENTRIES);
  }

  @AfterEach
  void stop() {
    // each may be missing: the start may have failed
    AutoCloseable[] parts = {writer, feed, other, client, otherClient, relay, set};
    for (AutoCloseable part : parts) {
      close(part);
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS) // as many faults as are asked for; each wait has an end
  void everyAcknowledgedWriteReachesEveryReaderOnceAndInOrder() throws Exception {
    FaultPlan plan = FaultPlan.of(SEED, FAULTS);
    say(plan);
    List<WatchedFeed> nodes = List.of(feed, other);
    ResumingReader steady = feed.reader();
    List<RestlessReader> restless =
        IntStream.range(0, READERS)
            .mapToObj(i -> new RestlessReader(nodes, 4 * LOG_ENTRIES, new Random(SEED + i)))
            .toList();
    writer = NumberedWriter.start(set.uri(), DATABASE, "test");

    try (FaultInjector injector = new FaultInjector(set, relay, DATABASE)) {
      for (FaultPlan.Step step : plan.steps()) {
        say(step);
        injector.inject(step.faults());
        int after = writer.awaitAcknowledged(writer.attempts());
        if (step.settled()) {
          awaitDelivery(after);
        }
      }
    } finally {
      restless.forEach(RestlessReader::close);
    }
    // what a reader that came back last is sent twice would arrive before these
    writer.awaitAcknowledged(writer.attempts() + LOG_ENTRIES);
    writer.close();

    List<ResumingReader> readers =
        Stream.concat(Stream.of(steady), restless.stream().map(RestlessReader::reader)).toList();
    awaitAll(nodes, readers);
    say(
        "%d attempts, %d acknowledged, %d announced; opened %d times; %d reads for readers"
            .formatted(
                writer.attempts(),
                writer.acknowledged().size(),
                feed.numbers().size(),
                feed.attempts().count(),
                feed.catchUps() + other.catchUps()));
    SoftAssertions softly = new SoftAssertions();
    FeedCheck.check(softly, "seed " + SEED, writer, nodes, readers);
    if (FAULTS >= ENOUGH) {
      softly
          .assertThat(feed.catchUps() + other.catchUps())
          .as("seed %d, reads for readers", SEED)
          .isPositive();
    }
    softly.assertAll();
  }

  private void awaitDelivery(int number) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(feed.numbers().contains(number))
                    .as("seed %d: %d reaches the watch, which is %s", SEED, number, feed.status())
                    .isTrue());
  }

  /** What has not arrived by then, the check tells. */
  private void awaitAll(List<WatchedFeed> nodes, List<ResumingReader> readers) {
    SortedSet<Integer> acknowledged = writer.acknowledged();
    try {
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(
                          Stream.concat(
                              nodes.stream().map(WatchedFeed::numbers),
                              readers.stream().map(ResumingReader::numbers)))
                      .allMatch(n -> Deliveries.missing(acknowledged, n).isEmpty()));
    } catch (ConditionTimeoutException e) {
      say("not everything has arrived after " + LONG);
    }
  }

  private void say(Object what) {
    System.out.printf("%6.1f s  %s%n", (System.nanoTime() - started) / 1e9, what);
  }

  private static void close(AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
