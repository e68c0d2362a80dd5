package dev.tidewatch.feed.boundary.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The client module in a real browser, before a server that is started and killed as any other. */
class ClientBrowserIT extends ClientInBrowser {

  @Test
  void overAKilledServerEveryChangeComesOnceAndInOrder() {
    watch(Map.of());
    waitForPhase("open");
    insert(0, 100);
    await().atMost(SOON).untilAsserted(() -> assertThat(numbers()).hasSize(100));

    server.crash();
    waitForPhase("waiting");
    insert(100, 200);
    server = startServer();
    insert(200, 300);

    awaitNumbers(300);
  }

  @Test
  void brokenConnectionsUnderLoadLoseNoChangeAndKeepTheOrder() {
    watch(Map.of());
    waitForPhase("open");
    page.evaluate(
        """
        const breaking = setInterval(() => {
          if (told.sockets.length > 30) {
            clearInterval(breaking);
          } else if (feed.state.phase === 'waiting') {
            feed.renew(); // the pause before it is for a server in trouble
          } else if (feed.state.phase === 'open') {
            told.sockets.length % 2 ? told.sockets.at(-1).close() : feed.renew();
          }
        }, 20);
        """);

    int inserted = 0;
    while (page.evaluate("told.sockets.length > 30").equals(false)) {
      insert(inserted, inserted += 20);
    }

    awaitNumbers(inserted);
  }

  @Test
  void anIterationGetsEveryChangeAndCanBeLeft() {
    page.evaluate(
        """
        async (module) => {
          const { watch } = await import(module);
          window.feed = watch({ feed: 'orders', key: [1, 2, 3], op: 'insert' });
          window.seen = [];
          (async () => {
            for await (const { change } of feed) {
              seen.push(change.documentKey._id);
              if (seen.length === 2) {
                break;
              }
            }
          })();
        }
        """,
        module());
    waitForPhase("open");

    orders.insertMany(IntStream.range(0, 4).mapToObj(n -> new Document("_id", n)).toList());

    waitForPhase("closed");
    assertThat(page.evaluate("seen")).isEqualTo(List.of(1, 2));
    orders.deleteMany(new Document());
  }

  @Test
  void aFilterSelectsChangesAndHeartbeatsMoveThePosition() {
    watch(Map.of("op", List.of("drop", "delete"), "ns", DB + ".orders"));
    waitForPhase("open");
    Object greeted = page.evaluate("feed.position");

    orders.insertOne(new Document("_id", "filtered").append("n", 1));
    await().atMost(SOON).until(() -> !page.evaluate("feed.position").equals(greeted));
    assertThat(numbers()).isEmpty();

    orders.deleteOne(new Document("_id", "filtered"));
    await().atMost(SOON).untilAsserted(() -> assertThat(numbers()).isEqualTo(List.of("delete")));
  }

  @Test
  void itBeginsAtAMomentInCanonicalJsonAndGoesOnAfterALoss() {
    Document id = new Document("_id", "moment " + System.nanoTime());
    orders.insertOne(new Document(id).append("n", 7));
    orders.updateOne(id, new Document("$set", new Document("n", 8)));

    watch(Map.of("from", "-10m", "json", "canonical", "key", id.getString("_id")));
    List<?> before = List.of(Map.of("$numberInt", "7"), "update");
    await().atMost(SOON).untilAsserted(() -> assertThat(numbers()).isEqualTo(before));
    page.evaluate("feed.renew()");
    orders.deleteOne(id);
    List<?> all = List.of(Map.of("$numberInt", "7"), "update", "delete");
    await().atMost(SOON).untilAsserted(() -> assertThat(numbers()).isEqualTo(all));
  }

  @Test
  void anUnknownFeedAndAnInvalidPositionAreFinalRefusals() {
    watch(Map.of("feed", "nobody"));
    waitForPhase("refused");
    assertThat(page.evaluate("feed.state.code + ': ' + feed.state.reason"))
        .isEqualTo("1008: there is no feed of that name");

    watch(Map.of("after", "rubbish"));
    waitForPhase("refused");
    assertThat(page.evaluate("feed.state.reason")).asString().contains("connect without it");
    assertThat(page.evaluate("feed.renew(), told.sockets.length")).isEqualTo(1);
  }

  @Test
  void aClientOverTheSessionLimitConnectsOnceAPermitIsFree() {
    page.evaluate(
        """
        async ([module, number]) => {
          const { watch } = await import(module);
          window.others = Array.from({ length: number }, () => watch({ feed: 'orders', onChange() {} }));
        }
        """,
        List.of(module(), MAX_SESSIONS));
    await()
        .atMost(SOON)
        .until(
            () ->
                page.evaluate("others.every(({ state }) => state.phase === 'open')").equals(true));

    watch(Map.of());
    waitForPhase("waiting");
    assertThat(page.evaluate("feed.state.code")).isEqualTo(1013);
    page.evaluate("others.forEach((other) => other.close())");

    waitForPhase("open");
  }

  @Test
  void aPageOfAListedOriginMayLoadAndUseIt() {
    page.navigate(LISTED);

    watch(Map.of());
    waitForPhase("open");
    insert(0, 3);

    awaitNumbers(3);
  }

  @Test
  void aPageOfAnotherOriginMayNotEvenLoadIt() {
    page.navigate(UNLISTED);

    assertThatThrownBy(() -> watch(Map.of())).hasMessageContaining("dynamically imported module");
  }
}
