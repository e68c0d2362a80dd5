package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Who comes in, on WildFly. */
class WildFlyAccessIT extends AccessContract<WildFlyServer> {

  private static final String DOMAIN = "/subsystem=undertow/application-security-domain=other";

  private static final String SAID =
      "nobody can log in on this server: WildFly's application-security-domain \"other\" has"
          + " integrated-jaspi=true";

  @Override
  WildFlyServer start(String mongo, String ns) {
    return WildFlyServer.start(mongo, ns, settings());
  }

  /** As WildFly is before {@code server-config/wildfly/tidewatch.cli}. */
  @Test
  @Order(Integer.MAX_VALUE - 1)
  void aServerThatTakesNoCallerSaysSoOnceAndAnswers503() throws IOException {
    server().cli(DOMAIN + ":write-attribute(name=integrated-jaspi,value=true)", ":reload");
    // the application starts again, and sees it then
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(Files.readString(server().log())).contains(SAID));
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(get("api/feeds").statusCode()).isEqualTo(503));

    for (String path : new String[] {"", "students", "api/students", "api/metrics", "nothing"}) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(503);
    }
    assertThat(get("resources/tidewatch/client.js").statusCode()).isEqualTo(200);
    assertThat(get("api/feeds").body())
        .contains("\"status\":503", "Callers cannot be verified now");
    assertThat(Files.readString(server().log()))
        .containsOnlyOnce(SAID)
        .doesNotContain("ELY01177")
        .doesNotContainPattern("\\tat dev\\.tidewatch\\.");
  }
}
