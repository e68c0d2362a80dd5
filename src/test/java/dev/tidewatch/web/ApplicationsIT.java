package dev.tidewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.mongo.TestMongo;
import java.net.URI;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** A deployment without the sample applications. */
@ArquillianTest
@RunAsClient
class ApplicationsIT {

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(), "applications_it.test", "tidewatch.applications=false");
  }

  @Test
  void disabledApplicationsHaveNoAddressFeedOrLink() {
    Api api = new Api(base);

    for (String page : new String[] {"students", "messages", "compose", "messages.xhtml"}) {
      assertThat(api.send("GET", page).statusCode()).as(page).isEqualTo(404);
    }
    for (String path : new String[] {"api/students", "api/students/1", "api/messages"}) {
      HttpResponse<String> answer = api.send("GET", path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
      assertThat(answer.body()).contains("tidewatch.applications");
    }
    assertThat(api.send("GET", "api/feeds").body())
        .contains("\"changes\"")
        .doesNotContain("students", "messages");
    assertThat(api.send("GET", "").body()).contains("Tidewatch").doesNotContain("/students");
  }
}
