package dev.tidewatch.samples.messages.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.ComposeForm;
import dev.tidewatch.testing.mongo.TestMongo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Messages for programs, and the answers of the pages' addresses to clients that are not browsers.
 */
@ArquillianTest
@RunAsClient
class MessagesIT {

  private static final String PATH = "api/messages";
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");
  private static final String FORM = "application/x-www-form-urlencoded";

  private static MongoClient client;
  private static MongoCollection<BsonDocument> collection;

  @ArquillianResource private URI base;
  private Api api;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(), "messages_it.test", "tidewatch.messages.ns=messages_it.messages");
  }

  @BeforeAll
  static void connect() {
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase("messages_it").getCollection("messages", BsonDocument.class);
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @BeforeEach
  void empty() {
    collection.drop();
    api = new Api(base);
  }

  @Test
  void aMessageIsStoredWithAnObjectIdAndAnsweredAsStored() {
    String text = "a\\n<script>alert(1)</script> \\uD83D\\uDE00";

    HttpResponse<String> sent = send("{\"msg\":\"" + text + "\"}");

    assertThat(sent.statusCode()).isEqualTo(201);
    BsonDocument stored = collection.find().first();
    assertThat(stored).containsOnlyKeys("_id", "msg");
    assertThat(stored.getObjectId("_id").getValue().toHexString())
        .isEqualTo(object(sent).getJsonObject("_id").getString("$oid"));
    assertThat(stored.getString("msg").getValue())
        .isEqualTo("a\n<script>alert(1)</script> \ud83d\ude00")
        .isEqualTo(object(sent).getString("msg"));
  }

  @Test
  void theListHasTheNewestFirstAndItsLinksLeadThroughAll() {
    for (int n = 0; n < 5; n++) {
      send("{\"msg\":\"" + n + "\"}");
    }

    assertThat(texts(api.send("GET", PATH))).containsExactly("4", "3", "2", "1", "0");
    assertThat(texts(api.send("GET", PATH + "?skip=3"))).containsExactly("1", "0");
    List<String> all = new ArrayList<>();
    String path = PATH + "?limit=2";
    while (path != null) {
      HttpResponse<String> page = api.send("GET", path);
      all.addAll(texts(page));
      Matcher next = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
      path = next.matches() ? PATH + next.group(1) : null;
    }
    assertThat(all).containsExactly("4", "3", "2", "1", "0");
  }

  @Test
  void anInvalidMessageIsRefusedWithTheReasonAndNotStored() {
    List<List<String>> refused =
        List.of(
            List.of("{\"msg\":\"\"}", "is empty"),
            List.of("{\"msg\":\" \\n\"}", "is empty"),
            List.of("{\"msg\":\"" + "x".repeat(1001) + "\"}", "1,001 characters"),
            List.of("{\"msg\":7}", "The body must be"),
            List.of("{}", "The body must be"),
            List.of("{\"msg\":\"a\",\"_id\":1}", "nothing else"),
            List.of("[]", "must be a JSON object"),
            List.of("{\"msg\":", "not JSON"));
    for (List<String> each : refused) {
      assertThat(problem(400, send(each.get(0))).getString("detail")).contains(each.get(1));
    }
    problem(415, api.send("POST", PATH, BodyPublishers.ofString("msg=a"), "Content-Type", FORM));
    problem(400, api.send("GET", PATH + "?limit=1001"));
    problem(400, api.send("GET", PATH + "?after=%7B"));
    assertThat(collection.countDocuments()).isZero();
  }

  @Test
  void aFormWithoutAStateOrWithOneOfAnOlderVersionStoresNothing() {
    for (String state : List.of("", "&jakarta.faces.ViewState=1:2")) {
      HttpResponse<String> answer =
          api.send(
              "POST",
              "compose",
              BodyPublishers.ofString("compose=compose&send=Send&msg=forged" + state),
              "Content-Type",
              FORM);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("<textarea id=\"msg\"");
      assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
    }
    assertThat(collection.countDocuments()).isZero();
  }

  @Test
  void aFormOfAnotherSiteStoresNothing() {
    String form = form();
    for (String[] header :
        new String[][] {
          {"Origin", "http://evil.example"},
          {"Origin", "null"},
          {"Sec-Fetch-Site", "cross-site"},
          {"Sec-Fetch-Site", "same-site"}
        }) {
      for (String path : List.of("compose", "compose.xhtml")) {
        HttpResponse<String> answer =
            api.send(
                "POST",
                path,
                BodyPublishers.ofString(form + "&msg=forged"),
                "Content-Type",
                FORM,
                header[0],
                header[1]);
        problem(403, answer);
      }
    }
    assertThat(collection.countDocuments()).isZero();

    HttpResponse<String> own =
        api.send(
            "POST",
            "compose",
            BodyPublishers.ofString(form + "&msg=own"),
            "Content-Type",
            FORM,
            "Sec-Fetch-Site",
            "same-origin");
    assertThat(own.statusCode()).isEqualTo(303);
    assertThat(collection.countDocuments()).isOne();
  }

  /** What a browser sends back of the form, but for the message. */
  private String form() {
    HttpResponse<String> page = api.send("GET", "compose");
    assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    return ComposeForm.fields(page.body());
  }

  @Test
  void thePagesHaveNoSessionTheirPolicyAndMarkupAsText() {
    send("{\"msg\":\"<img src=x onerror=alert(1)>\"}");
    collection.insertOne(BsonDocument.parse("{_id: 1, other: '<b>'}"));

    for (String page : List.of("messages", "students", "compose")) {
      HttpResponse<String> answer = api.send("GET", page);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("script-src 'self'");
    }
    assertThat(api.send("GET", "messages").body())
        .contains("&lt;img src=x", "&lt;b&gt;")
        .doesNotContain("<img src=x", "<b>");
    assertThat(api.send("GET", "students?after=%7B").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> send(String body) {
    return api.json("POST", PATH, body);
  }

  private static List<String> texts(HttpResponse<String> list) {
    assertThat(list.statusCode()).isEqualTo(200);
    return object(list).getJsonArray("messages").getValuesAs(JsonObject.class).stream()
        .map(message -> message.getString("msg"))
        .toList();
  }

  private static JsonObject problem(int status, HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    return object(response);
  }

  private static JsonObject object(HttpResponse<String> response) {
    try (var reader = Json.createReader(new StringReader(response.body()))) {
      return reader.readObject();
    }
  }
}
