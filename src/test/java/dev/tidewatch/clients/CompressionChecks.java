package dev.tidewatch.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.Http;
import dev.tidewatch.testing.clients.TestEvents;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;

/** Who gets gzip of a server, and that nobody gets anything else, or later. */
public final class CompressionChecks {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String EVENTS = "api/feeds/changes/events";
  private static final String CHANGES = "api/feeds/changes/changes";
  private static final String ACCEPT = "Accept-Encoding";
  private static final String ENCODING = "Content-Encoding";

  /** More than is compressed on the thread that all readers share. */
  private static final int LARGE = 200_000;

  private final URI base;
  private final MongoCollection<Document> collection;

  /**
   * Of a server.
   *
   * @param collection what its feed {@code changes} watches
   */
  public CompressionChecks(URI base, MongoCollection<Document> collection) {
    this.base = base;
    this.collection = collection;
  }

  /** Over Server-Sent Events and polls. */
  public void clientsGetWhatTheyAskFor() throws IOException, InterruptedException {
    String start =
        Json.createReader(new StringReader(new Api(base).get(CHANGES).body()))
            .readObject()
            .getString("position");
    try (TestEvents gzip = events("br, gzip;q=0.8");
        TestEvents identity = events("gzip;q=0, *");
        TestEvents selective = TestEvents.connectWith(inserts(), null, ACCEPT, "gzip")) {
      List<TestEvents> all = List.of(gzip, identity, selective);
      assertThat(gzip.response().headers().allValues(ENCODING)).containsExactly("gzip");
      assertThat(selective.response().headers().allValues(ENCODING)).containsExactly("gzip");
      assertThat(identity.response().headers().allValues(ENCODING)).isEmpty();
      all.forEach(events -> dependsOnEncoding(events.response().headers()));
      all.forEach(events -> await().atMost(SOON).until(() -> events.idle().contains("hello")));

      writeAndAwait(all, 50, "of a batch");
      // each comes without another after it
      writeAndAwait(all, 1, "small");
      writeAndAwait(all, 1, "x".repeat(LARGE));
      all.forEach(events -> await().atMost(SOON).until(() -> events.idle().contains("heartbeat")));

      assertThat(gzip.events()).isEqualTo(identity.events()).isEqualTo(selective.events());
      assertThat(gzip.events().toString()).contains("x".repeat(LARGE));
    }
    answersAreCompressed(start);
    errorsAndHeadHaveTheirHeaders();
  }

  private TestEvents events(String accept) {
    return TestEvents.connectWith(base.resolve(EVENTS), null, ACCEPT, accept);
  }

  private URI inserts() {
    return base.resolve(EVENTS + "?op=insert");
  }

  private void writeAndAwait(List<TestEvents> readers, int count, String text) {
    int before = readers.get(0).events().size();
    collection.insertMany(
        IntStream.range(0, count).mapToObj(n -> new Document("n", n).append("t", text)).toList());
    readers.forEach(
        events ->
            await().atMost(SOON).untilAsserted(() -> hasSize(events.events(), before + count)));
  }

  private static void hasSize(List<?> events, int size) {
    assertThat(events).hasSize(size);
  }

  private void answersAreCompressed(String start) throws IOException, InterruptedException {
    String plain = new Api(base).get(CHANGES + "?after=" + start).body();
    for (String path : List.of(CHANGES + "?after=" + start, CHANGES + "?limit=5&after=" + start)) {
      String decoded = new Api(base).gzip(path);
      assertThat(decoded).as(path).isEqualTo(new Api(base).get(path).body());
      HttpResponse<byte[]> answer = get(path, "gzip");
      assertThat(answer.body().length).isLessThan(decoded.length() / 2);
      dependsOnEncoding(answer.headers());
    }
    HttpResponse<byte[]> refusing = get(CHANGES + "?after=" + start, "identity, gzip;q=0.5");
    assertThat(new String(refusing.body(), StandardCharsets.UTF_8)).isEqualTo(plain);
    // a few bytes would grow
    HttpResponse<byte[]> few = get(CHANGES, "gzip");
    assertThat(few.headers().allValues(ENCODING)).isEmpty();
    assertThat(new String(few.body(), StandardCharsets.UTF_8)).startsWith("{\"changes\":[]");
    List.of(refusing, few).forEach(answer -> dependsOnEncoding(answer.headers()));
  }

  private void errorsAndHeadHaveTheirHeaders() throws IOException, InterruptedException {
    for (String path : List.of(EVENTS, CHANGES)) {
      HttpResponse<byte[]> refused = get(path + "?after=none", "gzip");
      assertThat(refused.statusCode()).as(path).isEqualTo(400);
      assertThat(refused.headers().allValues(ENCODING)).as(path).isEmpty();
      assertThat(new String(refused.body(), StandardCharsets.UTF_8)).startsWith("{\"type\"");
    }
    HttpHeaders head = new Api(base).send("HEAD", EVENTS, ACCEPT, "gzip").headers();
    assertThat(head.allValues(ENCODING)).containsExactly("gzip");
    dependsOnEncoding(head);
    assertThat(new Api(base).send("HEAD", EVENTS).headers().allValues(ENCODING)).isEmpty();
  }

  private static void dependsOnEncoding(HttpHeaders headers) {
    assertThat(headers.allValues("Vary")).isEqualTo(Collections.singletonList(ACCEPT));
  }

  private HttpResponse<byte[]> get(String path, String accept)
      throws IOException, InterruptedException {
    return Http.client()
        .send(
            HttpRequest.newBuilder(base.resolve(path)).header(ACCEPT, accept).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }
}
