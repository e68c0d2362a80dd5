package dev.tidewatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.RunScript;
import dev.tidewatch.testing.clients.RoamingClient;
import dev.tidewatch.testing.mongo.SteadyWriter;
import dev.tidewatch.testing.mongo.TestMongo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A reader that reconnects, from one of two nodes to the other and from protocol to protocol. The
 * log of one node is so short that most of what the reader missed is read from MongoDB.
 *
 * <p>{@code -Dtidewatch.test.visits} is how often (100), {@code -Dtidewatch.test.seed} what makes
 * the moments those of an earlier run.
 */
class ComeAndGoIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int VISITS = Integer.getInteger("tidewatch.test.visits", 100);
  private static final long SEED = Long.getLong("tidewatch.test.seed", System.nanoTime());

  private static final int SHORT_LOG = 50;
  private static final int MOST_MISSED = 1500;
  private static final int FAR_AHEAD = 2000;

  private final Random random = new Random(SEED);
  private volatile int got;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES) // for a thousand visits, which take ten
  void aReaderThatReconnectsGetsEveryChangeOnceAndInOrder() {
    try (RunScript longLog = start(65_536);
        RunScript shortLog = start(SHORT_LOG)) {
      List<RunScript> nodes = List.of(longLog.ready(), shortLog.ready());
      RoamingClient reader = RoamingClient.startingAt(longLog);
      int written = comeAndGo(reader, nodes);

      reader.arrive(shortLog, RoamingClient.Protocol.WEBSOCKET);
      await().atMost(SOON).until(() -> reader.numbers().size() + reader.received() >= written);
      reader.leave();
      assertThat(reader.numbers())
          .as("with -Dtidewatch.test.seed=" + SEED)
          .isEqualTo(IntStream.range(0, written).boxed().toList());
    }
  }

  /** Returns how many changes there were. */
  private int comeAndGo(RoamingClient reader, List<RunScript> nodes) {
    RoamingClient.Protocol[] protocols = RoamingClient.Protocol.values();
    try (SteadyWriter writer =
        new SteadyWriter(TestMongo.uri(), "come_and_go_it", "changes", () -> got + FAR_AHEAD)) {
      for (int i = 0; i < VISITS; i++) {
        int missed = random.nextBoolean() ? 0 : random.nextInt(MOST_MISSED);
        await().atMost(SOON).until(() -> writer.written() - got >= missed);
        reader.arrive(nodes.get(random.nextInt(nodes.size())), protocols[i % protocols.length]);
        // none: it leaves as soon as it is there
        int enough = random.nextBoolean() ? 0 : random.nextInt(300);
        await().atMost(SOON).until(() -> reader.received() >= enough);
        reader.leave();
        got = reader.numbers().size();
      }
      return writer.stop();
    }
  }

  private static RunScript start(int logEvents) {
    return RunScript.start(
        FreePorts.any(),
        Map.of(
            "JAVA_OPTS",
            "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "TIDEWATCH_LOG_EVENTS",
            Integer.toString(logEvents)),
        "--mongo",
        TestMongo.uri(),
        "--ns",
        "come_and_go_it.changes");
  }
}
