package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.testing.Api;
import dev.tidewatch.testing.TestSocket;
import java.time.Duration;
import java.util.List;
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
  private static final Duration SOON = Duration.ofSeconds(30);

  // a server may hold the last deployment until the next one replaces it in its caches
  private static final int LEFT_BY_THE_SERVER = 1;

  @Test
  @Order(NEARLY_LAST)
  void aDeploymentEndsWithoutATrace() {
    try (ServerJvm jvm = ServerJvm.of(server().mark())) {
      use();
      List<String> threads = kinds(jvm.ownThreads());
      for (int i = 0; i < REDEPLOYS; i++) {
        server().redeploy();
        awaitLive();
        use();
      }
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(kinds(jvm.ownThreads())).isEqualTo(threads));
      await().atMost(SOON).until(() -> jvm.loaders() <= 1 + LEFT_BY_THE_SERVER);
      assertThat(jvm.feedNames("*")).hasSize(8);

      server().undeploy();
      await().atMost(SOON).untilAsserted(() -> assertThat(jvm.ownThreads()).isEmpty());
      assertThat(jvm.feedNames("*")).isEmpty();
      assertThat(get("api/feeds").statusCode()).isEqualTo(404);

      server().deploy();
      awaitLive();
      assertThat(get("api/feeds/changes").body()).contains(DATABASE + ".test");
    }
  }

  /** Has every part do something, for what is not used leaves nothing. */
  private void use() {
    Api api = new Api(server().base());
    try (TestSocket socket = socket("socket")) {
      await()
          .atMost(SOON)
          .until(() -> get("api/feeds/changes").body().contains("\"subscribers\":1"));
      collection().insertOne(new Document("use", true));
      await().atMost(SOON).until(() -> !socket.messages().isEmpty());
    }
    assertThat(get("").statusCode()).isEqualTo(200);
    assertThat(get("api/metrics").statusCode()).isEqualTo(200);
    assertThat(api.json("POST", "api/students", "{\"name\":\"x\"}").statusCode()).isEqualTo(201);
    assertThat(get("api/feeds/changes/changes?wait=1&limit=1").statusCode()).isEqualTo(200);
  }

  /** Names without what is a deployment's own, such as the driver's numbers; each once. */
  private static List<String> kinds(List<String> threads) {
    return threads.stream().map(name -> name.replaceAll("\\p{XDigit}{24}|\\d+", "#")).toList();
  }
}
