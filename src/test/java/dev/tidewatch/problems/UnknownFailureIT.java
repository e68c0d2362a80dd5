package dev.tidewatch.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.testing.Api;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.FailingResource;
import dev.tidewatch.testing.TestMongo;
import java.net.URI;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
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
        .addClass(FailingResource.class);
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
  @ValueSource(strings = {"api/students", "api/students/1", "students"})
  void aSettingThatMakesNoSenseIsNamed(String path) {
    HttpResponse<String> response = new Api(base).send("GET", path);

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("Invalid tidewatch.students.ns", "DATABASE.COLLECTION");
  }
}
