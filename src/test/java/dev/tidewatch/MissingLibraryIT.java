package dev.tidewatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection string that the driver cannot do is said everywhere, and no request is a 500. */
@ArquillianTest
@RunAsClient
class MissingLibraryIT {

  private static final String CAUSE = "com.github.luben:zstd-jni";

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        "mongodb://127.0.0.1/?compressors=zstd", "missing_library_it.test");
  }

  @Test
  void theWatchHasStoppedAndSaysWhy() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(get("api/feeds/changes").body())
                    .contains("\"state\":\"stopped\"", "tidewatch.mongo", CAUSE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "students", "messages", "api/students", "api/students/a", "api/messages"})
  void whatNeedsTheDatabaseIs503AndSaysWhy(String path) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              HttpResponse<String> response = get(path);
              assertThat(response.statusCode()).isEqualTo(503);
              assertThat(response.body()).contains("tidewatch.mongo", CAUSE);
            });
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return new Api(base).get(path);
  }
}
