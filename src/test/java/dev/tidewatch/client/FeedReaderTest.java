package dev.tidewatch.client;

import static dev.tidewatch.client.FeedMessages.gap;
import static dev.tidewatch.client.FeedMessages.heartbeat;
import static dev.tidewatch.client.FeedMessages.hello;
import static dev.tidewatch.client.FeedMessages.id;
import static dev.tidewatch.client.FeedMessages.inserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.client.FakeFeed.Visit;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader on a server that does what the test says. */
@Timeout(60)
class FeedReaderTest {

  private final FakeFeed server = new FakeFeed();
  private final TidewatchClient client = TidewatchClient.of(server.base());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void changesComeOnceAndInOrderOverALoss() {
    try (FeedReader reader = client.feed("orders").after(id(0)).reader()) {
      CompletableFuture<List<Integer>> numbers =
          CompletableFuture.supplyAsync(() -> take(reader, 5));
      server.visit().say(hello(0), inserts(1, 2), inserts(3)).crash();
      Visit second = server.visit().say(hello(0), inserts(1, 2), inserts(2, 3, 4), inserts(5));

      assertThat(numbers.join()).containsExactly(1, 2, 3, 4, 5);
      // a crash may take with it what has arrived
      assertThat(second.query()).isIn("after=" + id(0), "after=" + id(2), "after=" + id(3));
      assertThat(reader.position()).isEqualTo(id(5));
    }
  }

  @Test
  void itResumesAfterTheGreetingAHeartbeatAndAGap() {
    try (FeedReader reader =
        client.feed("a b").operations("insert", "delete").where(new Document("s", 1)).reader()) {
      CompletableFuture<FeedEvent> first = CompletableFuture.supplyAsync(reader::next);
      Visit visit = server.visit();
      assertThat(visit.path()).isEqualTo("/api/feeds/a%20b/events");
      assertThat(visit.query()).isEqualTo("op=insert&op=delete&where=%7B%22s%22%3A%201%7D");
      visit.say(hello(1));
      await().until(() -> id(1).equals(reader.position()));
      visit.crash();
      visit = server.visit();
      assertThat(visit.query()).endsWith("&after=" + id(1));
      visit.say(hello(1), heartbeat(4));
      await().until(() -> id(4).equals(reader.position()));
      visit.crash();
      visit = server.visit();
      assertThat(visit.query()).endsWith("&after=" + id(4));
      visit.say(hello(4), gap(4, 7));

      assertThat(first.join()).isEqualTo(new FeedEvent.Gap(id(7), id(4), "oversized"));
      CompletableFuture<FeedEvent> next = CompletableFuture.supplyAsync(reader::next);
      visit.crash();
      assertThat(server.visit().say(hello(7), gap(4, 7), inserts(8)).query()).endsWith(id(7));
      assertThat(next.join().position()).isEqualTo(id(8));
    }
  }

  @Test
  void itBeginsAtAMomentAndResumesAtAPosition() {
    Instant moment = Instant.parse("2026-11-27T14:05:00.250Z");
    try (FeedReader reader = client.feed("orders").from(moment).canonical().reader()) {
      CompletableFuture<FeedEvent> first = CompletableFuture.supplyAsync(reader::next);
      // a server that breaks before the greeting has told no position
      server.visit().crash();
      Visit second = server.visit();
      assertThat(second.query()).isEqualTo("json=canonical&from=2026-11-27T14%3A05%3A00.250Z");
      second.say(hello(1));
      await().until(() -> id(1).equals(reader.position()));
      second.crash();
      Visit third = server.visit();
      assertThat(third.query()).isEqualTo("json=canonical&after=" + id(1));
      third.say(hello(1));
      third.write(
          "id: "
              + id(2)
              + "\nevent: change\ndata: {\"fullDocument\":{\"_id\":{\"$numberLong\":\"1\"}}}\n\n");
      BsonDocument inserted = ((FeedEvent.Change) first.join()).fullDocument();
      assertThat(inserted.get("_id")).isEqualTo(new BsonInt64(1));
    }
  }

  @Test
  void aTimeAgoIsTheSameMomentInEachAttempt() {
    FeedRequest request = client.feed("orders").from(Duration.ofMinutes(10));
    assertThat(request.address(null, false, Duration.ZERO)).hasQuery("from=-600s");
    assertThat(request.address(null, false, Duration.ofMillis(4_001))).hasQuery("from=-605s");
    assertThat(request.address(id(1), false, Duration.ofMillis(4_001))).hasQuery("after=" + id(1));
    // what was kept counts, if there is anything
    try (FeedReader reader = request.after(id(1)).reader()) {
      assertThat(reader.position()).isEqualTo(id(1));
    }
    assertThat(request.after(null).address(null, false, Duration.ZERO)).hasQuery("from=-600s");
    assertThatThrownBy(() -> client.feed("orders").from(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(request::documents).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> request.with("from", "-10m"))
        .hasMessage("The parameter \"from\" has a method of its own: use that.");
  }

  @Test
  void aSlowReaderHoldsOneMessageAndTheServerHasToWait() {
    try (FeedReader reader = client.feed("orders").reader()) {
      CompletableFuture<FeedEvent> first = CompletableFuture.supplyAsync(reader::next);
      Visit visit = server.visit();
      String large =
          "{'operationType':'insert','fullDocument':{'_id':1,'x':'" + "x".repeat(1 << 20) + "'}}";
      visit.say(hello(0), FeedMessages.changes(1, large));
      first.join();
      var sending =
          CompletableFuture.runAsync(
              () -> {
                for (int n = 2; n < 30; n++) {
                  visit.say(FeedMessages.changes(n, large));
                }
              });

      // 28 MiB fit into no buffer of TCP
      assertThatThrownBy(() -> sending.get(1, TimeUnit.SECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      for (int n = 2; n < 30; n++) {
        assertThat(reader.next().position()).isEqualTo(id(n));
      }
      sending.join();
    }
  }

  @Test
  void aTokenIsAskedForAgainWhenItHasExpired() {
    List<String> tokens = new ArrayList<>(List.of("one", "one", "one", "two"));
    try (FeedReader reader = client.withToken(() -> tokens.remove(0)).feed("orders").reader()) {
      CompletableFuture<FeedEvent> first = CompletableFuture.supplyAsync(reader::next);
      Visit visit = server.visit();
      assertThat(visit.authorization()).isEqualTo("Bearer one");
      visit.say(hello(1));
      await().until(() -> id(1).equals(reader.position()));
      server.refuseNext(401);
      visit.crash();
      visit = server.visit();
      assertThat(visit.authorization()).isEqualTo("Bearer two");
      assertThat(visit.query()).isEqualTo("after=" + id(1));
      visit.say(hello(1), inserts(2));
      assertThat(first.join().position()).isEqualTo(id(2));
      assertThat(tokens).isEmpty();
    }
  }

  @Test
  void aRefusalIsFinalAndSaysWhy() {
    server.refuseNext(404);
    try (FeedReader reader = client.feed("orders").reader()) {
      assertThatThrownBy(reader::next)
          .isInstanceOfSatisfying(
              FeedRefusedException.class, e -> assertThat(e.status()).isEqualTo(404))
          .hasMessage("The feed \"orders\" is refused: The server answers with 404.");
      assertThat(reader.hasNext()).isFalse();
    }
  }

  @Test
  void anAnswerThatIsNotTheApplicationsIsTriedAgain() {
    for (int status : List.of(-404, -403, 500)) {
      server.refuseNext(status);
      try (FeedReader reader = client.feed("orders").reader()) {
        CompletableFuture<FeedEvent> first = CompletableFuture.supplyAsync(reader::next);
        server.visit().say(hello(1), inserts(2));
        assertThat(first.join().position()).isEqualTo(id(2));
      }
    }
  }

  @Test
  void aCloseWakesWhoWaitsAndAnInterruptCloses() throws InterruptedException {
    FeedReader reader = client.feed("orders").reader();
    CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(reader::hasNext);
    server.visit().say(hello(1));
    reader.close();
    assertThat(waiting.join()).isFalse();
    assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);

    FeedReader interrupted = client.feed("orders").reader();
    boolean[] stayed = {false};
    Thread thread =
        new Thread(
            () -> stayed[0] = !interrupted.hasNext() && Thread.currentThread().isInterrupted());
    thread.start();
    server.visit();
    thread.interrupt();
    thread.join();
    assertThat(stayed[0]).isTrue();
  }

  @Test
  void aCloseEndsTheAttemptsToConnect() {
    server.close();
    FeedReader reader = client.feed("orders").reader();
    CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(reader::hasNext);
    assertThat(waiting).isNotDone();
    reader.close();
    assertThat(waiting).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(false);
  }

  @Test
  void aSubscriberGetsWhatItRequestsAndACancelDisconnects() {
    List<Integer> numbers = new java.util.concurrent.CopyOnWriteArrayList<>();
    Flow.Subscription[] subscription = new Flow.Subscription[1];
    client
        .feed("orders")
        .publisher()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription given) {
                subscription[0] = given;
                given.request(2);
              }

              @Override
              public void onNext(FeedEvent event) {
                numbers.add(number(event));
              }

              @Override
              public void onError(Throwable e) {
                numbers.add(-1);
              }

              @Override
              public void onComplete() {
                numbers.add(-2);
              }
            });
    Visit visit = server.visit().say(hello(0), inserts(1, 2, 3));
    await().until(() -> numbers.size() == 2);
    subscription[0].request(1);
    await().until(() -> numbers.size() == 3);
    subscription[0].request(1);
    subscription[0].cancel();
    visit.awaitEnd();
    assertThat(numbers).containsExactly(1, 2, 3);
  }

  @Test
  void anAddressThatIsNoneIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> TidewatchClient.of(URI.create("ftp://a.example/")))
        .hasMessage("Invalid server \"ftp://a.example/\", must be like https://tidewatch.example/");
  }

  private static List<Integer> take(FeedReader reader, int count) {
    List<Integer> numbers = new ArrayList<>();
    Iterator<FeedEvent> events = reader.iterator();
    while (numbers.size() < count) {
      numbers.add(number(events.next()));
    }
    return numbers;
  }

  private static int number(FeedEvent event) {
    return ((FeedEvent.Change) event).fullDocument().getInt32("_id").getValue();
  }
}
