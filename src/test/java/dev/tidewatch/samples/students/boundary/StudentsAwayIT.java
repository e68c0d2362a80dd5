package dev.tidewatch.samples.students.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import dev.tidewatch.development.DevelopmentMongo;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.network.StallingRelay;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An unreachable or hanging database is reported soon and delays no other request: routes and pages
 * of students and messages.
 */
@ArquillianTest
@RunAsClient
class StudentsAwayIT {

  private static final String PATH = "api/students";

  /** Calls have 2 s; the driver by itself waits 30 s for a server. */
  private static final Duration SOON = Duration.ofSeconds(10);

  /** More than run at once, so that some wait for their turn. */
  private static final int CALLS = 48;

  private static DevelopmentMongo mongo;
  private static StallingRelay relay;

  @ArquillianResource private URI base;
  private Api api;

  @Deployment(testable = false)
  static WebArchive war() {
    mongo = DevelopmentMongo.start(FreePorts.any());
    relay = relay();
    String direct = "mongodb://127.0.0.1:" + relay.port() + "/?directConnection=true";
    return Deployments.tidewatch(direct, "students_away_it.test");
  }

  private static StallingRelay relay() {
    String[] host = new ConnectionString(mongo.uri()).getHosts().get(0).split(":");
    return StallingRelay.before(host[0], Integer.parseInt(host[1]));
  }

  @AfterAll
  static void close() {
    relay.close();
    mongo.close();
  }

  @BeforeEach
  void untilItIsThere() {
    api = new Api(base);
    awaitAnswers();
  }

  @AfterEach
  void release() {
    relay.release();
  }

  @Test
  void aHangingDatabaseDelaysOnlyStudentsAndNotForLong() {
    relay.hold();
    List<CompletableFuture<Answer>> waiting =
        IntStream.range(0, CALLS)
            .mapToObj(n -> timed("GET", PATH + (n % 2 == 0 ? "/" : "?limit=") + (n + 1)))
            .toList();

    assertThat(api.send("GET", "api/feeds/changes").statusCode()).isEqualTo(200);
    assertThat(api.json("POST", PATH, "no json").statusCode()).isEqualTo(400);
    assertThat(waiting).filteredOn(CompletableFuture::isDone).isEmpty();
    for (CompletableFuture<Answer> each : waiting) {
      assertAway(each.join(), "cannot be reached");
    }

    relay.release();
    awaitAnswers();
  }

  @Test
  void anUnreachableDatabaseIsReportedSoonOnEveryRoute() {
    mongo.disconnect();
    for (Supplier<HttpResponse<String>> route :
        List.<Supplier<HttpResponse<String>>>of(
            () -> api.send("GET", PATH),
            () -> api.send("GET", PATH + "/a"),
            () -> api.json("POST", PATH, "{}"),
            () -> api.json("PUT", PATH + "/a", "{\"a\":1}"),
            () -> api.send("DELETE", PATH + "/5f9b3b3b3b3b3b3b3b3b3b3b"),
            () -> api.send("GET", "api/messages"),
            () -> api.json("POST", "api/messages", "{\"msg\":\"a\"}"))) {
      long start = System.nanoTime();
      HttpResponse<String> response = route.get();
      assertAway(new Answer(response, start, System.nanoTime()), "cannot be reached");
    }

    for (String page : List.of("students", "messages")) {
      HttpResponse<String> response = api.send("GET", page);
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValueAsLong("Retry-After")).hasValue(2);
      assertThat(response.body())
          .contains("<title>", "The database cannot be reached")
          .doesNotContain("127.0.0.1", "Exception");
    }

    mongo.reconnect();
    awaitAnswers();
    assertThat(api.send("GET", "messages").statusCode()).isEqualTo(200);
  }

  private CompletableFuture<Answer> timed(String method, String path) {
    long start = System.nanoTime();
    return api.begin(method, path)
        .thenApply(response -> new Answer(response, start, System.nanoTime()));
  }

  private static void assertAway(Answer answer, String reason) {
    HttpResponse<String> response = answer.response();
    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    assertThat(response.headers().firstValueAsLong("Retry-After")).hasValue(2);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).contains(reason).doesNotContain("127.0.0.1", "Exception", "ms");
    assertThat(TimeUnit.NANOSECONDS.toMillis(answer.end() - answer.start()))
        .isLessThan(SOON.toMillis());
  }

  private void awaitAnswers() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(api.send("GET", PATH).statusCode()).isEqualTo(200));
  }

  private record Answer(HttpResponse<String> response, long start, long end) {}
}
