package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.mongo.TestMongo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exports of a feed whose log is much shorter than they are. */
@ArquillianTest
@RunAsClient
class ExportIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int LOG = 1000;
  private static final int MANY = 30_000;
  private static final String EXPORT = "api/feeds/changes/export?";

  private static MongoClient client;
  private static MongoCollection<Document> collection;

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(TestMongo.uri(), "export_it.test", "tidewatch.log.events=" + LOG);
  }

  @BeforeAll
  static void connect() {
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase("export_it").getCollection("test");
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @BeforeEach
  void waitUntilLive() {
    await().atMost(LONG).until(() -> state().getString("state").equals("live"));
  }

  @Test
  void everythingIsExportedInOrderAndTheLastLineSaysSo() {
    String start = state().getString("position");
    insert(MANY);

    List<JsonObject> lines = lines(get(EXPORT + "after=" + start));
    assertThat(numbers(lines)).isEqualTo(IntStream.range(0, MANY).boxed().toList());
    JsonObject last = lines.get(MANY);
    assertThat(lines).hasSize(MANY + 1);
    assertThat(last.getString("type")).isEqualTo("end");
    assertThat(last.getInt("count")).isEqualTo(MANY);
    // what comes next begins there
    assertThat(numbers(lines(get(EXPORT + "after=" + last.getString("position"))))).isEmpty();

    String some = "&op=insert&text=n-299&json=canonical";
    List<JsonObject> found = lines(get(EXPORT + "after=" + start + some));
    // 299, 2990 to 2999 and 29900 to 29999
    assertThat(found).hasSize(1 + 10 + 100 + 1);
    assertThat(found.get(0).getJsonObject("change").getJsonObject("fullDocument").toString())
        .contains("{\"$numberInt\":\"299\"}");
    assertThat(lines(new Api(base).gzip(EXPORT + "after=" + start + some))).hasSameSizeAs(found);
  }

  @Test
  void oneFromAMomentAndOneToItHaveNoChangeInCommon() throws Exception {
    String start = state().getString("position");
    insert(10);
    long second = Instant.now().getEpochSecond() + 1;
    await().atMost(LONG).until(() -> Instant.now().getEpochSecond() > second);
    long before = seen();
    collection.insertMany(documents(10, 20));
    await().atMost(LONG).until(() -> seen() == before + 10);
    String moment = Instant.ofEpochSecond(second).toString();

    assertThat(numbers(lines(get(EXPORT + "after=" + start + "&to=" + moment))))
        .isEqualTo(IntStream.range(0, 10).boxed().toList());
    assertThat(numbers(lines(get(EXPORT + "from=" + moment))))
        .isEqualTo(IntStream.range(10, 20).boxed().toList());
  }

  @Test
  void aClientEndsItByLeaving() throws Exception {
    String start = state().getString("position");
    insert(MANY);
    HttpURLConnection connection =
        (HttpURLConnection)
            base.resolve(EXPORT + "after=" + start + "&batch=1024").toURL().openConnection();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(line(reader.readLine()).getJsonObject("change")).isNotNull();
      assertThat(state().getInt("subscribers")).isOne();
    } finally {
      connection.disconnect();
    }
    await().atMost(LONG).until(() -> state().getInt("subscribers") == 0);
  }

  @Test
  void itsHeadersMakeItAFile() {
    HttpResponse<String> answer = new Api(base).get(EXPORT + "from=-1s");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/x-ndjson");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"changes.ndjson\"");
    assertThat(new Api(base).send("HEAD", EXPORT + "from=-1s").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsInvalidIsRefused() {
    refused("", "from");
    refused("from=yesterday", "from");
    refused("from=-1m&to=-2m", "to");
    refused("from=-1m&to=2100-01-01T00:00:00Z", "to");
    refused("from=-1m&op=insrt", "op");
    refused("from=-1m&documents=true", "from");
    assertThat(new Api(base).get("api/feeds/nobody/export?from=-1m").statusCode()).isEqualTo(404);
  }

  private void refused(String query, String parameter) {
    HttpResponse<String> answer = new Api(base).get(EXPORT + query);
    assertThat(answer.statusCode()).as(query).isEqualTo(400);
    assertThat(line(answer.body()).getString("parameter")).as(query).isEqualTo(parameter);
  }

  private void insert(int count) {
    long before = seen();
    for (int n = 0; n < count; n += 1000) {
      collection.insertMany(documents(n, Math.min(count, n + 1000)));
    }
    await().atMost(LONG).until(() -> seen() == before + count);
  }

  /** How many changes the server has seen. */
  private long seen() {
    return state().getJsonNumber("changes").longValue();
  }

  private static List<Document> documents(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(n -> new Document("n", n).append("text", "n-" + n))
        .toList();
  }

  private JsonObject state() {
    return line(new Api(base).get("api/feeds/changes").body());
  }

  private String get(String path) {
    HttpResponse<String> answer = new Api(base).get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static List<Integer> numbers(List<JsonObject> lines) {
    return lines.stream()
        .filter(line -> line.containsKey("change"))
        .map(line -> line.getJsonObject("change").getJsonObject("fullDocument").getInt("n"))
        .toList();
  }

  private static List<JsonObject> lines(String text) {
    return text.lines().map(ExportIT::line).toList();
  }

  private static JsonObject line(String json) {
    try (var reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }
}
