package dev.tidewatch.feed.boundary.management;

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

/** A feed of the user's own counts for health, also under the name of an application's feed. */
@ArquillianTest
@RunAsClient
class ListedFeedReadinessIT {

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        "listed_feed_readiness_it.test",
        "tidewatch.applications=false",
        "tidewatch.feeds=students",
        "tidewatch.feed.students.ns=nodot");
  }

  @Test
  void aFeedNamedStudentsThatDoesNotRunTurnsHealthRed() throws Exception {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(ready().body()).contains("\"changes.state\":\"live\""));

    assertThat(ready().statusCode()).isEqualTo(503);
    assertThat(ready().body())
        .contains("\"students.state\":\"stopped\"", "tidewatch.feed.students.ns");
  }

  /** At the server's root, whatever the application's is. */
  private HttpResponse<String> ready() throws IOException, InterruptedException {
    return new Api(base).get("/health/ready");
  }
}
