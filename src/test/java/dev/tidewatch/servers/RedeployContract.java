package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.TestSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * What holds on a server that applications come to and go from: they leave nothing behind.
 *
 * <p>{@code -Dtidewatch.test.redeploys} is how often it is deployed again (3).
 *
 * @param <S> the server
 */
abstract class RedeployContract<S extends AppServer.Administered> extends ServerContract<S> {

  private static final int REDEPLOYS = Integer.getInteger("tidewatch.test.redeploys", 3);

  private static final int WORKERS = 64;

  private static final long MB = 1 << 20;
  private static final long A_DEPLOYMENT = 7 * MB;

  /** Deployments until what the server makes only once is there. */
  private static final int SETTLING = 2;

  @Test
  @Order(NEARLY_LAST)
  void aDeploymentEndsWithoutATrace() {
    try (ServerJvm jvm = ServerJvm.of(server().mark())) {
      use();
      useSocket();
      List<String> threads = kinds(jvm.ownThreads());
      List<Long> metaspace = new ArrayList<>();
      for (int i = 0; i < REDEPLOYS; i++) {
        server().redeploy();
        awaitLive();
        use();
        if (!keepsHandshakes()) {
          useSocket();
        }
        metaspace.add(jvm.metaspace());
      }
      assertFlat(metaspace);
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(kinds(jvm.ownThreads())).isEqualTo(threads));
      await().atMost(SOON).until(() -> loaders(jvm) <= 1 + heldByTheServer());
      assertThat(jvm.instances("dev.tidewatch.mongo.MongoConnection")).isOne();
      assertThat(jvm.feedNames("*")).hasSize(FEEDS);

      server().undeploy();
      await().atMost(SOON).untilAsserted(() -> assertThat(jvm.ownThreads()).isEmpty());
      assertThat(jvm.feedNames("*")).isEmpty();
      assertThat(get("api/feeds").statusCode()).isEqualTo(404);

      server().deploy();
      awaitLive();
      assertThat(get("api/feeds/changes").body()).contains(DATABASE + ".test");
    }
  }

  /**
   * The most class loaders of ended deployments that threads of the server hold, for a while or for
   * as long as they live.
   */
  abstract int heldByTheServer();

  /** Whether the server keeps the last handshakes in a cache of requests, of a fixed size. */
  abstract boolean keepsHandshakes();

  /** Once the server holds as many ended deployments as it ever does, one more adds nothing. */
  private void assertFlat(List<Long> metaspace) {
    System.out.println(
        "Metaspace after each deployment, in MB: "
            + metaspace.stream().map(bytes -> bytes / MB).toList());
    int settled = SETTLING + heldByTheServer();
    if (metaspace.size() > 2 * settled) {
      long before = Collections.max(metaspace.subList(0, settled));
      assertThat(metaspace.get(metaspace.size() - 1)).isLessThan(before + A_DEPLOYMENT);
    }
  }

  private void useSocket() {
    try (TestSocket socket = socket("socket")) {
      await()
          .atMost(SOON)
          .until(() -> get("api/feeds/changes").body().contains("\"subscribers\":1"));
      collection().insertOne(new Document("use", true));
      await().atMost(SOON).until(() -> !socket.messages().isEmpty());
    }
  }

  /** Has every part do something, for what is not used leaves nothing. */
  private void use() {
    Api api = new Api(server().base());
    assertThat(get("").statusCode()).isEqualTo(200);
    assertThat(get("messages").statusCode()).isEqualTo(200);
    assertThat(get("api/metrics").statusCode()).isEqualTo(200);
    assertThat(api.json("POST", "api/students", "{\"name\":\"x\"}").statusCode()).isEqualTo(201);
    assertThat(get("api/students/nobody").statusCode()).isEqualTo(404);
    assertThat(get("api/feeds/changes/changes?limit=1").statusCode()).isEqualTo(200);
  }

  /** Each worker of the server has another request first, for it holds the last it had. */
  private long loaders(ServerJvm jvm) {
    Api api = new Api(server().base());
    Stream.generate(() -> api.begin("GET", "api/feeds"))
        .limit(WORKERS)
        .toList()
        .forEach(CompletableFuture::join);
    return jvm.loaders();
  }

  /** Without what is a deployment's own, such as the driver's numbers, and pools, which grow. */
  private static List<String> kinds(List<String> threads) {
    return threads.stream()
        .filter(name -> !name.contains("call of MongoDB"))
        .map(name -> name.replaceAll("\\p{XDigit}{24}|\\d+", "#"))
        .toList();
  }
}
