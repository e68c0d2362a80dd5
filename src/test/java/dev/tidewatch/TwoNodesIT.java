package dev.tidewatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.RunScript;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.ComposeForm;
import dev.tidewatch.testing.clients.RoamingClient;
import dev.tidewatch.testing.mongo.SteadyWriter;
import dev.tidewatch.testing.mongo.TestMongo;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Two nodes on one MongoDB share nothing else, and a reader needs nothing of the one it left. */
class TwoNodesIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int CRASHES = 3;
  private static final int WRITTEN_A_SECOND = 200;
  private static final int READ_BEFORE_A_CRASH = 200;

  private final RunScript[] nodes = new RunScript[2];
  private final int[] ports = {FreePorts.any(), FreePorts.any()};
  private final Map<RoamingClient.Protocol, RoamingClient> readers =
      new EnumMap<>(RoamingClient.Protocol.class);

  @Test
  void readersThatSwitchNodesGetEveryChangeOnceAndInOrder() {
    start(0);
    start(1);
    try {
      nodes[0].ready();
      for (RoamingClient.Protocol protocol : RoamingClient.Protocol.values()) {
        readers.put(protocol, RoamingClient.startingAt(nodes[0]));
      }
      int written = crashNodesUnderLoad();

      nodes[CRASHES % 2].ready();
      arrive(CRASHES % 2);
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(counts())
                      .allSatisfy(
                          (protocol, count) -> assertThat(count).isGreaterThanOrEqualTo(written)));
      leave();
      readers.forEach(
          (protocol, reader) ->
              assertThat(reader.numbers())
                  .as(protocol.name())
                  .isEqualTo(IntStream.range(0, written).boxed().toList()));
    } finally {
      nodes[0].close();
      nodes[1].close();
    }
  }

  @Test
  void aFormOfOneNodeIsTakenByTheOther() {
    start(0);
    start(1);
    try (MongoClient client = MongoClients.create(TestMongo.uri())) {
      MongoCollection<Document> messages = client.getDatabase("test").getCollection("messages");
      messages.deleteMany(new Document());
      Api[] apis = {
        new Api(nodes[0].ready().base()), new Api(nodes[1].ready().base()),
      };
      for (int n = 0; n < 4; n++) {
        String page = apis[n % 2].send("GET", "compose").body();
        HttpResponse<String> sent =
            apis[(n + 1) % 2].send(
                "POST",
                "compose",
                BodyPublishers.ofString(ComposeForm.fields(page) + "&msg=m" + n),
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
      }
      assertThat(messages.find().map(message -> message.getString("msg")).into(new ArrayList<>()))
          .containsExactly("m0", "m1", "m2", "m3");
      messages.deleteMany(new Document());
    } finally {
      nodes[0].close();
      nodes[1].close();
    }
  }

  /** Returns how many changes there were. */
  private int crashNodesUnderLoad() {
    try (SteadyWriter writer =
        new SteadyWriter(TestMongo.uri(), "two_nodes_it", "changes", perSecond(WRITTEN_A_SECOND))) {
      for (int i = 0; i < CRASHES; i++) {
        nodes[i % 2].ready();
        arrive(i % 2);
        await()
            .atMost(SOON)
            .until(
                () -> readers.values().stream().allMatch(r -> r.received() > READ_BEFORE_A_CRASH));
        nodes[i % 2].crash();
        leave();
        start(i % 2);
      }
      return writer.stop();
    }
  }

  private void start(int node) {
    nodes[node] =
        RunScript.start(
            ports[node],
            Map.of("JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
            "--mongo",
            TestMongo.uri(),
            "--ns",
            "two_nodes_it.changes");
  }

  private void arrive(int node) {
    readers.forEach((protocol, reader) -> reader.arrive(nodes[node], protocol));
  }

  private void leave() {
    readers.values().forEach(RoamingClient::leave);
  }

  private Map<RoamingClient.Protocol, Integer> counts() {
    return readers.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> e.getValue().numbers().size() + e.getValue().received()));
  }

  private static IntSupplier perSecond(int count) {
    long start = System.nanoTime();
    return () -> (int) (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) * count / 1000);
  }
}
