package dev.tidewatch.feed.boundary.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.development.DevelopmentMongo;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Api;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Health soon reports that the stream is down, why, and that it is back. */
@ArquillianTest
@RunAsClient
class WatchReadinessIT {

  // soon is less than the driver's own times: 30 s to find a server, 10 s between two looks at it
  private static final Duration RED = Duration.ofSeconds(20);
  private static final Duration GREEN = Duration.ofSeconds(9);

  private static DevelopmentMongo mongo;

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    mongo = DevelopmentMongo.start(FreePorts.any());
    return Deployments.tidewatch(mongo.uri(), "watch_readiness_it.test");
  }

  @AfterAll
  static void close() {
    mongo.close();
  }

  @Test
  void itIsRedSoonAfterTheStreamIsDownAndGreenSoonAfterItIsBack() throws Exception {
    awaitStatus(200, Duration.ofSeconds(60));
    assertThat(ready().body()).contains("changes.state\":\"live\"");
    // known once MongoDB has said that there is nothing more, a second after the start
    await()
        .atMost(RED)
        .untilAsserted(() -> assertThat(ready().body()).contains("changes.lagMillis\":"));

    for (int time = 0; time < 2; time++) {
      mongo.disconnect();
      awaitStatus(503, RED);
      await()
          .atMost(RED)
          .untilAsserted(
              () ->
                  assertThat(ready().body())
                      .contains("changes.state\":\"reconnecting\"", "cannot be reached"));
      assertThat(get("").statusCode()).isEqualTo(503);
      assertThat(get("api/feeds/changes").body()).contains("cannot be reached", "\"lag\":");

      mongo.reconnect();
      awaitStatus(200, GREEN);
      assertThat(get("").statusCode()).isEqualTo(200);
    }
  }

  private void awaitStatus(int status, Duration atMost) {
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(atMost)
        .untilAsserted(() -> assertThat(ready().statusCode()).isEqualTo(status));
  }

  /** At the server's root, whatever the application's is. */
  private HttpResponse<String> ready() throws IOException, InterruptedException {
    return get("/health/ready");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return new Api(base).get(path);
  }
}
