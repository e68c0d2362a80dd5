package dev.tidewatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.mongo.TestMongo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Invalid settings that have defaults are reported, all of them, and stop nothing. */
@ArquillianTest
@RunAsClient
class InvalidSettingsIT {

  private static final String[] NAMES = {
    "Invalid tidewatch.page.changes", "Invalid tidewatch.log.events", "Unknown tidewatch.log.byts"
  };

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        "invalid_settings_it.test",
        "tidewatch.page.changes=<many>",
        "tidewatch.log.events=0",
        "tidewatch.log.byts=1048576");
  }

  @Test
  void thePageAndHealthReportThemAndTheFeedIsLive() throws Exception {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(get("").statusCode()).isEqualTo(200));
    HttpResponse<String> health = get("/health/ready");

    assertThat(get("").body()).contains(NAMES).contains("&lt;many&gt;").doesNotContain("<many>");
    assertThat(get("api/feeds/changes").body()).contains("\"state\":\"live\"");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains(NAMES);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return new Api(base).get(path);
  }
}
