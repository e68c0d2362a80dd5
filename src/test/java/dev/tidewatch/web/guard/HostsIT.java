package dev.tidewatch.web.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.mongo.TestMongo;
import dev.tidewatch.testing.network.RawConnection;
import dev.tidewatch.testing.network.RawConnection.Answer;
import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server behind a proxy on its own machine, which passes the public name on. */
@ArquillianTest
@RunAsClient
class HostsIT {

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(), "hosts_it.test", "tidewatch.hosts=watch.example, port.example:8443");
  }

  @ParameterizedTest
  @CsvSource({
    "watch.example,      200",
    "watch.example:8443, 200",
    "port.example:8443,  200",
    "port.example:8444,  421",
    "localhost:1234,     200",
    "evil.example,       421"
  })
  void theNamesThatAreSetAreAnsweredToo(String host, int status) {
    Answer answer =
        RawConnection.exchange(
            base,
            "GET "
                + base.getPath()
                + "api/feeds HTTP/1.1\r\nHost: "
                + host
                + "\r\nConnection: close\r\n\r\n");

    assertThat(answer.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "watch.example, https://watch.example, 101",
    "watch.example, https://evil.example,  403",
    "evil.example,  https://evil.example,  421"
  })
  void aWebSocketNeedsBothANameAndItsOrigin(String host, String origin, int status) {
    String handshake =
        RawConnection.handshake(base, base.getPath().substring(1) + "socket", "Origin: " + origin)
            .replace("Host: " + base.getAuthority(), "Host: " + host);

    assertThat(RawConnection.head(base, handshake).status()).isEqualTo(status);
  }
}
