package dev.tidewatch.access.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.access.control.token.TestTokens;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.faults.FailingResource;
import dev.tidewatch.testing.faults.FailingServlet;
import dev.tidewatch.testing.mongo.TestMongo;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What an application of one's own makes of callers. */
@ArquillianTest
@RunAsClient
class CallerInjectionIT {

  private static final String SECRET = "a secret of more than 32 bytes, of a test";

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
            TestMongo.uri(),
            "caller_injection_it.test",
            "tidewatch.access=required",
            "tidewatch.jwt.issuer=" + TestTokens.ISSUER,
            "tidewatch.jwt.audience=" + TestTokens.AUDIENCE,
            "tidewatch.jwt.secret=" + SECRET)
        .addClasses(
            WhoServlet.class,
            WhoServlet.ShortLived.class,
            WhoServlet.LongLived.class,
            WhoServlet.Mistaken.class,
            WhoServlet.Rule.class,
            FailingResource.class,
            FailingServlet.class);
  }

  @Test
  void beansAreToldWhoAsks() {
    for (String name : new String[] {"ada", "bob"}) {
      assertThat(get(name, "who/short").body()).isEqualTo(name);
      assertThat(get(name, "who/long").body()).isEqualTo(name);
      assertThat(get(name, "who/server").body()).isEqualTo(name);
    }
  }

  @Test
  void aBeanThatWouldKeepItsFirstCallerIsNotMade() {
    assertThat(get("ada", "who/mistaken").body()).contains("must inject Instance<Caller>");
  }

  @Test
  void whatNoRuleAllowsIsNobodys() {
    HttpResponse<String> resource = get("ada", "api/failing/now");
    assertThat(resource.statusCode()).isEqualTo(403);
    assertThat(get("ada", "failing/thrown").statusCode()).isEqualTo(404);
    assertThat(new Api(base).get("who/short").statusCode()).isEqualTo(401);
  }

  /** Payara has an older one of its own. */
  @Test
  void theLibraryThatVerifiesTokensIsOurs() {
    assertThat(get("ada", "who/library").body()).isEqualTo(System.getProperty("nimbus.version"));
  }

  private HttpResponse<String> get(String name, String path) {
    Map<String, Object> claims = TestTokens.claims(Instant.now());
    claims.put("sub", name);
    return new Api(base).get(path, "Authorization", "Bearer " + TestTokens.shared(SECRET, claims));
  }
}
