package dev.tidewatch.client;

import static dev.tidewatch.client.FeedMessages.changes;
import static dev.tidewatch.client.FeedMessages.gap;
import static dev.tidewatch.client.FeedMessages.id;
import static dev.tidewatch.client.FeedMessages.inserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.client.FakeFeed.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live documents of a server that does what the test says. */
@Timeout(60)
class LiveDocumentsTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String HELLO = "{'type':'hello','feed':'orders'}";

  private final FakeFeed server = new FakeFeed();
  private final FeedRequest orders = TidewatchClient.of(server.base()).feed("orders");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void documentsComeAllAtOnceAndThenTheirChanges() throws InterruptedException {
    try (LiveDocuments live = orders.where(new Document("s", 1)).documents()) {
      AtomicInteger told = new AtomicInteger();
      live.listen(told::incrementAndGet);
      Visit visit = server.visit();
      assertThat(visit.query()).isEqualTo("where=%7B%22s%22%3A%201%7D&documents=true");
      visit.say(HELLO, documents("{'_id':1,'a':{'b':[1]}}"), "{'type':'heartbeat'}");
      assertThat(live.awaitCurrent(Duration.ZERO)).isFalse();
      assertThat(live.snapshot()).isEmpty();
      visit.say(documents("{'_id':2}"), current(5, 2));
      assertThat(live.awaitCurrent(SOON)).isTrue();
      assertThat(live.snapshot()).isSameAs(live.snapshot()).hasSize(2);
      await().until(() -> told.get() == 1);

      Map<BsonValue, BsonDocument> before = live.snapshot();
      visit.say(
          changes(
              6,
              update(1, "{'a.b.1':7}"),
              "{'leave':true,'documentKey':{'_id':2}}",
              "{'operationType':'update','enter':true,'documentKey':{'_id':3},'fullDocument':{'_id':3}}",
              "{'operationType':'createIndexes','ns':{'db':'a','coll':'b'}}"));

      await().until(() -> live.snapshot().containsKey(new BsonInt32(3)));
      assertThat(live.snapshot().values())
          .containsExactly(parse("{_id: 1, a: {b: [1, 7]}}"), parse("{_id: 3}"));
      assertThat(before.values())
          .containsExactly(parse("{_id: 1, a: {b: [1]}}"), parse("{_id: 2}"));
    }
  }

  @Test
  void aLossResumesIfAllHadComeAndBeginsAgainIfNot() throws InterruptedException {
    try (LiveDocuments live = orders.documents()) {
      server.visit().say(HELLO, documents("{'_id':1}")).crash();
      Visit visit = server.visit();
      assertThat(visit.query()).isEqualTo("documents=true");
      visit.say(HELLO, documents("{'_id':2}"), current(5, 1), inserts(6));
      await().until(() -> live.snapshot().size() == 2);
      visit.crash();
      visit = server.visit();
      assertThat(visit.query()).isEqualTo("after=" + id(6));
      assertThat(live.awaitCurrent(SOON)).isTrue();
      visit.say(FeedMessages.hello(6), inserts(6, 7));
      await().until(() -> live.snapshot().size() == 3);
      visit.say(gap(7, 8));
      visit = server.visit();
      assertThat(visit.query()).isEqualTo("documents=true");
      visit.say(HELLO, documents("{'_id':9}"));
      await().until(() -> !live.awaitCurrent(Duration.ZERO));
      visit.crash();
      visit = server.visit();
      assertThat(visit.query()).isEqualTo("documents=true");
      assertThat(live.awaitCurrent(Duration.ZERO)).isFalse();
      assertThat(live.snapshot()).hasSize(3);
      visit.say(HELLO, current(2, 0));
      assertThat(live.awaitCurrent(SOON)).isTrue();
      assertThat(live.snapshot()).isEmpty();
    }
  }

  @Test
  void aGapOrADropWithoutItsResetBeginsAgain() throws InterruptedException {
    for (String breaking :
        List.of(
            gap(5, 6),
            changes(6, "{'operationType':'drop','ns':{'db':'a','coll':'b'}}"),
            changes(6, "{'reset':true,'ns':{'db':'a','coll':'b'}}"))) {
      try (LiveDocuments live = orders.documents()) {
        Visit visit = server.visit().say(HELLO, current(5, 0));
        assertThat(live.awaitCurrent(SOON)).isTrue();
        visit.say(breaking, FeedMessages.heartbeat(8)).crash();
        assertThat(server.visit().query()).isEqualTo("documents=true");
        assertThat(live.snapshot()).isEmpty();
      }
    }
  }

  @Test
  void anUpdateThatCannotBeAppliedExactlyIsNotGuessed() throws InterruptedException {
    try (LiveDocuments live = orders.documents()) {
      Visit visit = server.visit().say(HELLO, documents("{'_id':1,'a':1}"), current(5, 1));
      assertThat(live.awaitCurrent(SOON)).isTrue();
      for (String change :
          List.of(update(1, "{'a.b':1}"), update(99, "{'a':1}"), update(1, "{'x.y':1}"))) {
        visit.say(changes(6, change, "{'operationType':'delete','documentKey':{'_id':1}}"));
        visit = server.visit();
        assertThat(visit.query()).isEqualTo("documents=true");
        assertThat(live.snapshot().values()).containsExactly(parse("{_id: 1, a: 1}"));
        visit.say(HELLO, documents("{'_id':1,'a':1}"), current(5, 1));
        assertThat(live.awaitCurrent(SOON)).isTrue();
      }
    }
  }

  @Test
  void aRefusalIsThrownAndAListenerMayFail() throws InterruptedException {
    try (LiveDocuments live = orders.documents()) {
      live.listen(
          () -> {
            throw new IllegalStateException("a listener");
          });
      Visit visit = server.visit().say(HELLO, current(5, 0), inserts(6));
      await().until(() -> live.snapshot().size() == 1);
      server.refuseNext(400);
      visit.crash();
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> live.awaitCurrent(SOON))
                      .isInstanceOf(FeedRefusedException.class)
                      .hasMessageContaining("answers with 400"));
    }
  }

  private static String documents(String... documents) {
    return "{'type':'documents','documents':[" + String.join(",", documents) + "]}";
  }

  private static String current(int n, int count) {
    return "{'type':'current','position':'" + id(n) + "','count':" + count + "}";
  }

  private static String update(int id, String fields) {
    return "{'operationType':'update','documentKey':{'_id':"
        + id
        + "},'updateDescription':{'updatedFields':"
        + fields
        + ",'removedFields':[]}}";
  }

  private static BsonDocument parse(String json) {
    return BsonDocument.parse(json);
  }
}
