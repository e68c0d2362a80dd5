package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.Metrics;
import dev.tidewatch.testing.mongo.TestMongo;
import dev.tidewatch.testing.network.BoundSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As many sessions as are set, however many clients come at once. */
@ArquillianTest
@RunAsClient
class SessionLimitsIT {

  private static final int CLIENTS = 50;
  private static final int MAX = 20;
  private static final int PER_ADDRESS = 8;

  @ArquillianResource private URI base;

  private final List<BoundSocket> open = new ArrayList<>();

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        "limits_it.test",
        "tidewatch.sessions.max=" + MAX,
        "tidewatch.sessions.per-address=" + PER_ADDRESS);
  }

  @BeforeEach
  void waitUntilLiveAndEmpty() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get("api/feeds/changes").body().contains("\"state\":\"live\""));
    await().until(() -> sessions() == 0);
  }

  @AfterEach
  void leave() throws Exception {
    for (BoundSocket socket : open) {
      socket.close();
    }
  }

  @Test
  void aClaimedForwardedAddressDoesNotRaiseTheShare() throws Exception {
    List<Integer> codes = openTogether(1, "feeds/changes?address=192.0.2.1");

    assertThat(codes).filteredOn(code -> code == 0).hasSize(PER_ADDRESS);
    assertThat(codes).filteredOn(code -> code == 1013).hasSize(CLIENTS - PER_ADDRESS);
    assertThat(sessions()).isEqualTo(PER_ADDRESS);

    for (String path : List.of("events", "changes?wait=1")) {
      HttpResponse<String> refused = get("api/feeds/changes/" + path);
      assertThat(refused.statusCode()).as(path).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).as(path).hasValue("2");
    }
  }

  @Test
  void aReleasedPermitGoesToTheNextSession() throws Exception {
    for (int round = 0; round < 3; round++) {
      assertThat(openTogether(1, "feeds/changes"))
          .filteredOn(code -> code == 0)
          .hasSize(PER_ADDRESS);
      leave();
      await().until(() -> sessions() == 0);
    }
    assertThat(get("api/feeds/changes/changes").statusCode()).isEqualTo(200);
    assertThat(sessions()).isZero();
  }

  @Test
  void allAddressesTogetherStayWithinTheLimit() throws Exception {
    assumeTrue(hasManyAddresses(), "this system has but one loopback address");

    List<Integer> codes = openTogether(5, "feeds/changes");

    assertThat(codes).filteredOn(code -> code == 0).hasSize(MAX);
    assertThat(sessions()).isEqualTo(MAX);
  }

  /** Close codes, 0 for those that stay. */
  private List<Integer> openTogether(int addresses, String path) throws Exception {
    URI uri = URI.create("ws://" + base.getAuthority() + base.getPath() + path);
    CyclicBarrier together = new CyclicBarrier(CLIENTS);
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<BoundSocket>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String address = "127.0.0." + (1 + i % addresses);
        clients.add(
            () -> {
              together.await();
              return new BoundSocket(address, uri);
            });
      }
      List<Integer> codes = new ArrayList<>();
      for (Future<BoundSocket> socket : threads.invokeAll(clients)) {
        open.add(socket.get());
        // a greeting or a close comes at once
        codes.add(socket.get().closeCode());
      }
      return codes;
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean hasManyAddresses() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.5"))) {
      return socket.isBound();
    } catch (Exception e) {
      return false;
    }
  }

  private int sessions() throws Exception {
    return (int) Metrics.parse(get("api/metrics").body()).get("tidewatch_sessions");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return new Api(base).get(path);
  }
}
