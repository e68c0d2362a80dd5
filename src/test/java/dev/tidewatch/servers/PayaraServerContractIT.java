package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Payara Server, and what its console does, through the REST interface beneath it. */
class PayaraServerContractIT extends RedeployContract<PayaraServer> {

  private static final List<String> OTHER_AND_BACK =
      List.of(DATABASE + ".other", DATABASE + ".test");

  @Override
  PayaraServer start(String mongo, String ns) {
    return PayaraServer.start(mongo, ns);
  }

  @Override
  int codeAtStop() {
    return 1001;
  }

  @Override
  int heldByTheServer() {
    // the scheduler's thread holds what it was made in, and so does the last socket
    return 2;
  }

  @Override
  boolean keepsHandshakes() {
    return true;
  }

  /** First: the tests that look into the server have its JVM open a port for them. */
  @Test
  @Order(1)
  void itListensToThisMachineAlone() {
    assertThat(ServerJvm.listeningAddresses(server().mark()))
        .hasSizeGreaterThan(2)
        .allSatisfy(
            address ->
                assertThat(address.getAddress().isLoopbackAddress()).as("%s", address).isTrue());
  }

  @Test
  void theAdministratorDisablesAndEnablesIt() {
    server().admin().disable();
    await().atMost(SOON).until(() -> get("api/feeds").statusCode() == 404);

    server().admin().enable();
    awaitLive();
  }

  @Test
  void aChangedSettingAppliesAfterTheNextDeployment() {
    for (String ns : OTHER_AND_BACK) {
      server().admin().set("tidewatch.ns", ns);
      server().redeploy();
      awaitLive();
      assertThat(get("api/feeds/changes").body()).contains(ns);
      assertThat(get("").body()).contains(ns);
    }
  }

  @Test
  void theAdministratorSeesTheApplicationAndItsFigures() {
    assertThat(server().admin().application().toString()).contains("tidewatch");
    assertThat(get("").statusCode()).isEqualTo(200);
    assertThat(server().admin().monitoring("applications/tidewatch")).contains("server");
  }

  @Test
  void theConsoleInABrowserManagesItToo() {
    try (PayaraConsole console = new PayaraConsole(server().console())) {
      assertThat(console.listsTidewatch()).isTrue();

      console.disable();
      await().atMost(SOON).until(() -> get("api/feeds").statusCode() == 404);
      console.enable();
      awaitLive();

      for (String ns : OTHER_AND_BACK) {
        console.set("tidewatch.ns", ns);
        console.reload();
        await().atMost(SOON).until(() -> get("api/feeds/changes").body().contains(ns));
        awaitLive();
      }
    }
  }
}
