package dev.tidewatch.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.faults.FailingResource;
import dev.tidewatch.testing.faults.FailingServlet;
import dev.tidewatch.testing.mongo.TestMongo;
import java.net.URI;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake of ours is a problem document too, and keeps its secrets. */
@ArquillianTest
@RunAsClient
class UnknownFailureIT {

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
            TestMongo.uri(), "unknown_failure_it.test", "tidewatch.students.ns=nowhere")
        .addClasses(FailingResource.class, FailingServlet.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"now", "later"})
  void anUnknownFailureIsABareProblem(String when) {
    HttpResponse<String> response = new Api(base).send("GET", "api/failing/" + when);

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body())
        .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500}");
  }

  @ParameterizedTest
  @CsvSource({
    "thrown, 500, Internal Server Error",
    "500,    500, Internal Server Error",
    "503,    503, Service Unavailable",
    "414,    414, URI Too Long"
  })
  void aFailureOutsideTheApiTellsNothingEither(String how, int status, String title) {
    HttpResponse<String> problem = new Api(base).send("GET", "failing/" + how);
    HttpResponse<String> page =
        new Api(base).send("GET", "failing/" + how, "Accept", "text/html,*/*;q=0.8");

    assertThat(problem.statusCode()).isEqualTo(status);
    assertThat(problem.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(problem.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}".formatted(title, status));
    assertThat(page.statusCode()).isEqualTo(status);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(page.body())
        .contains("<h1>" + status + " " + title + "</h1>")
        .doesNotContain(FailingResource.SECRET, "Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api/students", "api/students/1", "students"})
  void aSettingThatMakesNoSenseIsNamed(String path) {
    HttpResponse<String> response = new Api(base).send("GET", path);

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("Invalid tidewatch.students.ns", "DATABASE.COLLECTION");
  }
}
