package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.RSAKey;
import dev.tidewatch.access.control.login.Logins;
import dev.tidewatch.access.control.login.Seals;
import dev.tidewatch.access.control.token.TestTokens;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.Settings;
import dev.tidewatch.feed.boundary.management.FeedMXBean;
import dev.tidewatch.testing.MapConfig;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.Metrics;
import dev.tidewatch.testing.clients.TestEvents;
import dev.tidewatch.testing.clients.TestSocket;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import dev.tidewatch.testing.network.RawConnection;
import dev.tidewatch.testing.network.RawConnection.Answer;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who comes in, on every server and by every way: who is not known, who has no right, who has one,
 * and for how long.
 *
 * @param <S> the server
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class AccessContract<S extends AppServer> extends SharedServer<S> {

  static final String SECRET = "a secret of more than 32 bytes, of a contract";
  private static final String LOGIN_KEY = "a key of more than 32 bytes, of a contract";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final int MOST_OF_A_CALLER = 30;

  private static final RSAKey FOREIGN = TestTokens.rsa("foreign");

  /** A few seconds, because a token counts them whole. */
  private static final int SHORT = 4;

  /**
   * The settings: the feeds {@code a} and {@code changes} are the staff's, {@code b} the head's.
   */
  static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("TIDEWATCH_ACCESS", "required");
    settings.put("TIDEWATCH_JWT_ISSUER", TestTokens.ISSUER);
    settings.put("TIDEWATCH_JWT_AUDIENCE", TestTokens.AUDIENCE);
    settings.put("TIDEWATCH_JWT_SECRET", SECRET);
    settings.put("TIDEWATCH_LOGIN_FORM", "true");
    settings.put("TIDEWATCH_LOGIN_KEY", LOGIN_KEY);
    settings.put("TIDEWATCH_FEED_CHANGES_READ", "staff");
    settings.put("TIDEWATCH_FEED_A_READ", "staff,head");
    settings.put("TIDEWATCH_FEED_B_READ", "head");
    settings.put("TIDEWATCH_FEED_C_READ", "poller,staff");
    settings.put("TIDEWATCH_FEED_D_READ", "own,staff");
    settings.put("TIDEWATCH_FEED_D_ROWS_OWN", "{\"_id\": \"@caller.name\"}");
    settings.put("TIDEWATCH_FEED_D_FIELDS_OWN", "shown");
    settings.put("TIDEWATCH_FEED_D_ROWS_STAFF", "{}");
    if (RealMongo.isAvailable()) {
      settings.putAll(RestrictedDocuments.settings());
    }
    settings.put("TIDEWATCH_STUDENTS_READ", "staff");
    settings.put("TIDEWATCH_STUDENTS_WRITE", "head");
    settings.put("TIDEWATCH_MESSAGES_READ", "*");
    settings.put("TIDEWATCH_MESSAGES_WRITE", "staff");
    settings.put("TIDEWATCH_METRICS_READ", "operator");
    settings.put("TIDEWATCH_SESSIONS_PER_CALLER", "" + MOST_OF_A_CALLER);
    return settings;
  }

  @Override
  void prepare() {
    if (RealMongo.isAvailable()) {
      RestrictedDocuments.prepare(database());
    }
  }

  @Override
  String[] credentials() {
    return new String[] {"Authorization", "Bearer " + token("reader", 600, "staff")};
  }

  @BeforeEach
  void forgetDocuments() {
    students().deleteMany(new Document());
    collection("d").deleteMany(new Document());
  }

  /** A path of each way in, the last of each line with a feed that does not exist. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "GET index.xhtml",
        "GET students",
        "GET messages",
        "GET compose",
        "POST compose",
        "GET feeds",
        "GET feeds/a feeds/f feeds/none",
        "GET api/feeds",
        "GET api/feeds/a api/feeds/f api/feeds/none",
        "GET api/feeds/a/counts api/feeds/f/counts api/feeds/none/counts",
        "GET api/feeds/a/changes api/feeds/f/changes api/feeds/none/changes",
        "GET api/feeds/a/export api/feeds/f/export api/feeds/none/export",
        "GET api/feeds/a/events api/feeds/f/events api/feeds/none/events",
        "GET api/students",
        "POST api/students",
        "GET api/students/x",
        "PUT api/students/x",
        "DELETE api/students/x",
        "GET api/messages",
        "POST api/messages",
        "GET api/metrics",
        "GET api/nothing",
        "GET api",
        "GET nothing",
        "GET nothing.xhtml",
        "WS socket",
        "WS feeds/a feeds/f feeds/none"
      })
  void everyBadTokenHasTheAnswerOfNoToken(String way) {
    List<String> words = List.of((way + " ").split(" "));
    List<String> paths = words.size() == 1 ? List.of("") : words.subList(1, words.size());
    Map<String, String> answers = new LinkedHashMap<>();
    for (String path : paths) {
      bad(path)
          .forEach(
              (fault, request) ->
                  answers.put(path + " with " + fault, answer(words.get(0), request)));
    }

    String none = answers.get(paths.get(0) + " with nothing");
    assertThat(none)
        .startsWith("401\n")
        .contains("www-authenticate: Bearer\n", "content-type: application/problem+json\n");
    assertThat(answers).allSatisfy((what, answer) -> assertThat(answer).isEqualTo(none));
  }

  /** A target of a request and its headers. */
  private record Request(String target, String headers) {}

  /** What is refused, by what is wrong with it. */
  private Map<String, Request> bad(String path) {
    Instant now = Instant.now();
    String good = token("ada", 600, "staff", "head");
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("an empty token", "");
    tokens.put("rubbish", "rubbish");
    tokens.put("three dots", "a.b.c.d");
    tokens.put(
        "alg none",
        TestTokens.part(Map.of("alg", "none")) + "." + TestTokens.part(claims("ada")) + ".");
    tokens.put("no signature", good.substring(0, good.lastIndexOf('.') + 1));
    tokens.put("another secret", TestTokens.shared(SECRET + "!", claims("ada")));
    tokens.put("RS256", TestTokens.signed(FOREIGN, claims("ada")));
    tokens.put("another issuer", with("iss", "https://evil.example"));
    tokens.put("another audience", with("aud", "other"));
    tokens.put("no audience", with("aud", null));
    tokens.put("no expiry", with("exp", null));
    tokens.put("expired", with("exp", now.getEpochSecond() - 31));
    tokens.put("not valid yet", with("nbf", now.getEpochSecond() + 300));
    tokens.put("no subject", with("sub", null));
    tokens.put("9 KB", with("pad", "x".repeat(9 * 1024)));
    Map<String, Request> requests = new LinkedHashMap<>();
    requests.put("nothing", new Request(path, ""));
    requests.put("another scheme", new Request(path, "Authorization: Basic YWRhOmFkYQ==\r\n"));
    tokens.forEach(
        (fault, token) -> {
          requests.put(fault, new Request(path, bearer(token)));
          requests.put(
              fault + " in a subprotocol",
              new Request(path, "Sec-WebSocket-Protocol: " + subprotocols(token) + "\r\n"));
        });
    requests.put("two tokens", new Request(path, bearer(good) + bearer(good)));
    requests.put(
        "two tokens in two places",
        new Request(path, bearer(good) + "Sec-WebSocket-Protocol: " + subprotocols(good) + "\r\n"));
    requests.put("a good one in the query", new Request(path + "?access_token=" + good, ""));
    requests.put("any in the query", new Request(path + "?x=" + good, bearer(good)));
    return requests;
  }

  private String answer(String method, Request request) {
    String text =
        method.equals("WS")
            ? RawConnection.handshake(server().base(), request.target(), lines(request.headers()))
            : method
                + " /"
                + request.target()
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + request.headers()
                + (hasBody(method) ? JSON + "Content-Length: 2\r\n" : "")
                + "\r\n"
                + (hasBody(method) ? "{}" : "");
    return canonical(RawConnection.exchange(server().base(), text));
  }

  private static boolean hasBody(String method) {
    return method.equals("POST") || method.equals("PUT");
  }

  private static String[] lines(String headers) {
    return headers.isEmpty() ? new String[0] : headers.split("\r\n");
  }

  /** Status, headers and body; without what says when, and how the connection goes on. */
  private static String canonical(Answer answer) {
    String[] parts = answer.text().split("\r\n\r\n", 2);
    Set<String> headers = new TreeSet<>();
    for (String line : parts[0].split("\r\n")) {
      int colon = line.indexOf(": ");
      String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
      if (colon >= 0 && !Set.of("date", "connection", "keep-alive").contains(name)) {
        headers.add(name + ": " + line.substring(colon + 2));
      }
    }
    return answer.status() + "\n" + String.join("\n", headers) + "\n\n" + parts[1];
  }

  @Test
  void aPersonGetsWordsInsteadOfAPage() {
    // the login's form is where a page leads to; who sent a token is not led anywhere
    Answer page = raw("GET /students", "Accept: text/html\r\n" + bearer("rubbish"));

    assertThat(page.status()).isEqualTo(401);
    assertThat(page.headers("WWW-Authenticate")).containsExactly("Bearer");
    assertThat(page.text()).contains("<h1>401 Unauthorized</h1>", "for people who are logged in");

    Answer address =
        raw("GET /students?access_token=" + token("ada", 600, "staff"), "Accept: text/html\r\n");
    assertThat(address.status()).isEqualTo(401);
    assertThat(address.text()).doesNotContain("eyJ");
  }

  @Test
  void whatIsForEverybodyIsOpenAndSaysNoMore() {
    assertThat(plain("openapi").statusCode()).isEqualTo(200);
    assertThat(plain("openapi").body()).contains("securitySchemes", "bearer");
    assertThat(plain("asyncapi.yaml").body()).startsWith("#").contains("asyncapi: 3.0.0");
    assertThat(plain("schemas/tidewatch.v1.json").body()).contains("json-schema.org");
    assertThat(plain("schemas/").statusCode()).isEqualTo(401);
    assertThat(plain("resources/tidewatch/client.js").statusCode()).isEqualTo(200);
    awaitHealth(200);
    assertThat(health().body()).doesNotContain("changes", DATABASE, "lagMillis");
  }

  /** A public path is one that is written plainly. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "resources/../students",
        "resources/%2e%2e/students",
        "resources/..;/students",
        "resources/..%2fstudents",
        "resources//../students",
        "resources/x/..\\..\\students",
        "openapi/../api/students",
        "openapi;/../api/students",
        "health/../api/feeds/a/changes",
        "api/metrics/../students",
        "api/messages/%2e%2e/students",
        ";x/students",
        "%73tudents",
        "api/%66eeds/a/events",
        "feeds/%61",
        "login/../students",
        "error/../students"
      })
  void noWayOfWritingAPathLeadsPastTheGate(String path) {
    for (String headers : new String[] {"", bearer(token("eve", 600, "nothing"))}) {
      Answer answer = raw("GET /" + path, headers);
      assertThat(answer.status()).isIn(0, 301, 302, 400, 401, 403, 404, 426);
      assertThat(answer.text()).doesNotContain("\"students\"", "<!DOCTYPE html>\n<html");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, '', staff, 200, 403",
    "GET, index.xhtml, staff, 200, 403",
    "GET, students, staff, 200, 403",
    "GET, messages, other, 200, 200",
    "GET, compose, staff, 200, 403",
    "GET, feeds, other, 200, 200",
    "GET, feeds/a, staff, 200, 403",
    "GET, feeds/b, head, 200, 403",
    "GET, feeds/none, other, 404, 404",
    "GET, api/feeds, other, 200, 200",
    "GET, api/feeds/a, staff, 200, 403",
    "GET, api/feeds/b, head, 200, 403",
    "GET, api/feeds/a/changes, staff, 200, 403",
    "GET, api/feeds/a/counts, staff, 200, 403",
    "GET, api/students, staff, 200, 403",
    "GET, api/students/x, staff, 404, 403",
    "POST, api/students, head, 201, 403",
    "DELETE, api/students/x, head, 404, 403",
    "GET, api/messages, other, 200, 200",
    "POST, api/messages, staff, 201, 403",
    "GET, api/metrics, operator, 200, 403",
    "GET, api/nothing, other, 404, 404",
    "GET, api/feeds/none, other, 404, 404",
    "GET, api/feeds/none/changes, other, 404, 404",
    "GET, api/feeds/none/events, other, 404, 404",
    "GET, nothing, other, 404, 404"
  })
  void aRightIsNeededAndEnough(String method, String path, String role, int with, int without) {
    String body = path.endsWith("messages") ? "{\"msg\":\"x\"}" : "{\"n\":1}";
    HttpResponse<String> right = send(method, path, token("ada", 600, role), body);
    HttpResponse<String> other = send(method, path, token("bob", 600, "nothing"), body);
    HttpResponse<String> roleless = send(method, path, token("bob", 600), body);

    assertThat(right.statusCode()).as(right.body()).isEqualTo(with);
    assertThat(other.statusCode()).isEqualTo(without);
    assertThat(roleless.statusCode()).isEqualTo(without);
    if (without == 403) {
      assertThat(other.body()).contains("\"status\":403", "The roles of this caller");
      assertThat(other.headers().firstValue("WWW-Authenticate")).isEmpty();
    }
  }

  /** What is answered is the whole document, which is for readers. */
  @Test
  void whoMayWriteMayNotReadByWriting() {
    students().insertOne(new Document("_id", "hidden").append("secret", "canary"));

    HttpResponse<String> put =
        send("PUT", "api/students/hidden", token("ada", 600, "head"), "{\"n\":1}");
    assertThat(put.statusCode()).isEqualTo(403);
    assertThat(put.body()).doesNotContain("canary");
    assertThat(
            send("PUT", "api/students/hidden", token("ada", 600, "head", "staff"), "{\"n\":1}")
                .body())
        .contains("canary");
  }

  @Test
  void thePageOfAFeedShowsItsReaderWhatItsRulesShow() {
    collection("d")
        .insertMany(
            List.of(
                new Document("_id", "ada").append("shown", "to ada").append("secret", "canary"),
                new Document("_id", "bob").append("shown", "canary")));

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(pageOfD("staff", "")).contains("to ada", "canary"));
    assertThat(pageOfD("own", "")).contains("to ada").doesNotContain("canary", "secret", "bob");
    assertThat(pageOfD("own", "?changed=secret")).contains("secret").doesNotContain("canary");
  }

  private String pageOfD(String role, String query) {
    return send("GET", "feeds/d" + query, token("ada", 600, role), "").body();
  }

  @Test
  void theListHasTheFeedsOfItsReader() {
    assertThat(feeds("staff")).containsExactlyInAnyOrder("changes", "a", "c", "d", "students");
    assertThat(feeds("head")).containsExactlyInAnyOrder("a", "b");
    assertThat(feeds("nothing")).doesNotContain("changes", "a", "b", "c", "students");
  }

  private List<String> feeds(String role) {
    String body = new Api(server().base()).get("api/feeds", header(token("ada", 600, role))).body();
    return json(body).getJsonArray("feeds").getValuesAs(JsonValue::asJsonObject).stream()
        .map(feed -> feed.getString("name"))
        // who may read the messages may read their feed
        .filter(name -> !name.equals("messages"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "feeds/a, staff, 101",
    "feeds/b, head, 101",
    "socket, staff, 101",
    "feeds/a, nothing, 403",
    "feeds/b, staff, 403",
    "feeds/e, staff, 403",
    "socket, head, 403",
    "feeds/none, staff, 404",
    "feeds/a;x, staff, 404"
  })
  void aHandshakeIsAnsweredOverHttp(String path, String role, int status) {
    String token = token("ada", 600, role);
    Answer header =
        RawConnection.head(
            server().base(),
            RawConnection.handshake(server().base(), path, "Authorization: Bearer " + token));
    Answer subprotocol =
        RawConnection.head(
            server().base(),
            RawConnection.handshake(
                server().base(), path, "Sec-WebSocket-Protocol: " + subprotocols(token)));

    assertThat(header.status()).isEqualTo(status);
    assertThat(subprotocol.status()).isEqualTo(status);
    assertThat(subprotocol.text()).doesNotContain("bearer", token);
    if (status == 101 && path.startsWith("feeds/")) {
      assertThat(subprotocol.headers("Sec-WebSocket-Protocol")).containsExactly("tidewatch.v1");
    }
  }

  @Test
  void theSocketOfThePageTakesATokenToo() {
    try (TestSocket socket =
        TestSocket.connectWith(
            "tidewatch.html", webSocket("socket"), encoded(token("ada", 600, "staff")))) {
      assertThat(socket.subprotocol()).isEqualTo("tidewatch.html");
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                collection().insertOne(new Document("for", "ada"));
                assertThat(socket.messages()).isNotEmpty();
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socket", "websocket", "sse", "sse in gzip"})
  void aTokenThatExpiresEndsTheSessionAndNothingIsLost(String protocol) throws Exception {
    ExpiringReader reader =
        ExpiringReader.of(protocol, server().base(), () -> token("ada", SHORT, "staff"));
    reader.start(json(get("api/feeds/" + reader.feed()).body()).getString("position"));
    List<Integer> written = new ArrayList<>();
    try {
      await()
          .pollInterval(20, TimeUnit.MILLISECONDS)
          .atMost(SOON)
          .until(
              () -> {
                int number = written.size();
                collection(reader.feed().equals("a") ? "a" : "test")
                    .insertOne(new Document("n", number).append("of", protocol));
                written.add(number);
                return reader.ends() >= 2;
              });
      await().atMost(SOON).untilAsserted(() -> assertThat(reader.numbers()).hasSameSizeAs(written));
    } finally {
      reader.close();
    }

    assertThat(reader.numbers()).isEqualTo(written);
    assertThat(reader.codes()).allMatch(code -> code == reader.codeAtExpiry());
  }

  @Test
  void aPollEndsWhenItsTokenExpires() {
    String position = json(get("api/feeds/c").body()).getString("position");
    long began = System.nanoTime();
    HttpResponse<String> ended =
        new Api(server().base())
            .get(
                "api/feeds/c/changes?wait=60&after=" + position,
                header(token("ada", SHORT, "poller")));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(50));
    assertThat(ended.statusCode()).isEqualTo(200);
    assertThat(json(ended.body()).getJsonArray("changes")).isEmpty();
    collection("c").insertOne(new Document("n", 1));
    assertThat(
            new Api(server().base())
                .get(
                    "api/feeds/c/changes?wait=20&after=" + json(ended.body()).getString("position"),
                    header(token("ada", SHORT, "poller")))
                .body())
        .contains("\"n\": 1");
  }

  /** Whose rights end with a new token is somebody else from then on. */
  @Test
  void anIdGivesNoRightToAnotherCaller() throws Exception {
    String position = json(get("api/feeds/a").body()).getString("position");
    collection("a").insertOne(new Document("secret", "canary"));
    String path = "api/feeds/a/changes?wait=10&after=" + position;
    assertThat(new Api(server().base()).get(path, header(token("ada", 600, "staff"))).body())
        .contains("canary");

    for (String way : List.of(path, "api/feeds/a/events?after=" + position)) {
      HttpResponse<String> other =
          new Api(server().base()).get(way, header(token("eve", 600, "nothing")));
      assertThat(other.statusCode()).isEqualTo(403);
      assertThat(other.body()).doesNotContain("canary");
    }
  }

  @Test
  void anOperatorDisconnectsACallerAtOnce() throws Exception {
    String old = token("mallory", 600, "staff");
    try (ServerJvm jvm = ServerJvm.of(server().mark());
        TestSocket socket =
            TestSocket.connectWith("tidewatch.v1", webSocket("feeds/a"), encoded(old));
        TestEvents events =
            TestEvents.connectWith(
                server().base().resolve("api/feeds/changes/events"), null, header(old));
        TestEvents gzip =
            TestEvents.connectWith(
                server().base().resolve("api/feeds/changes/events"), null, headerAndGzip(old));
        TestSocket other =
            TestSocket.connectWith(
                "tidewatch.v1", webSocket("feeds/a"), encoded(token("bob", 600, "staff")))) {
      await()
          .atMost(SOON)
          .until(
              () ->
                  !socket.messages().isEmpty()
                      && !other.messages().isEmpty()
                      && !events.idle().isEmpty()
                      && !gzip.idle().isEmpty());

      int ended = jvm.feed("a", FeedMXBean.class).disconnect("mallory");

      assertThat(ended).isEqualTo(3);
      assertThat(socket.closed().get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(3003);
      assertThat(socket.reason()).contains("do not come back");
      for (TestEvents stream : List.of(events, gzip)) {
        stream.ended().get(SOON.toSeconds(), TimeUnit.SECONDS);
        // with its checksum
        assertThat(stream.wasCut()).isFalse();
      }
      assertThat(new Api(server().base()).get("api/feeds", header(old)).statusCode())
          .isEqualTo(401);
      assertThat(answer("GET", new Request("api/feeds", bearer(old))))
          .isEqualTo(answer("GET", new Request("api/feeds", "")));
      collection("a").insertOne(new Document("for", "bob"));
      await().atMost(SOON).until(() -> other.texts("type").contains("changes"));
      assertThat(other.closed()).isNotDone();
      // a token counts whole seconds, and this one is of a later one
      await()
          .atMost(SOON)
          .until(
              () ->
                  new Api(server().base())
                          .get("api/feeds", header(token("mallory", 600, "staff")))
                          .statusCode()
                      == 200);
      assertThat(jvm.feed("a", FeedMXBean.class).disconnect("nobody")).isZero();
    }
  }

  @Test
  void aCallerHasItsShareOfSessionsAndNoMore() throws Exception {
    List<TestSocket> sockets = new ArrayList<>();
    String token = token("crowd", 600, "staff");
    try {
      for (int i = 0; i < MOST_OF_A_CALLER; i++) {
        TestSocket socket =
            TestSocket.connectWith("tidewatch.v1", webSocket("feeds/a"), encoded(token));
        sockets.add(socket);
        await().atMost(SOON).until(() -> !socket.messages().isEmpty());
      }
      try (TestSocket more =
          TestSocket.connectWith("tidewatch.v1", webSocket("feeds/a"), encoded(token))) {
        assertThat(more.closed().get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1013);
        assertThat(more.reason()).contains("of this caller");
      }
      assertThat(new Api(server().base()).get("api/feeds/a/changes", header(token)).statusCode())
          .isEqualTo(503);
      assertThat(
              new Api(server().base())
                  .get("api/feeds/a/changes", header(token("other", 600, "staff")))
                  .statusCode())
          .isEqualTo(200);
    } finally {
      sockets.forEach(TestSocket::close);
    }
  }

  /** Together on one node, live and from the log, over every protocol. */
  @Test
  void nobodyIsSentAByteOfWhatIsHidden() {
    String position = json(get("api/feeds/d").body()).getString("position");
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("ada", token("ada", 600, "own"));
    tokens.put("bob", token("bob", 600, "own"));
    tokens.put("all", token("boss", 600, "staff"));
    Map<String, TestSocket> sockets = new LinkedHashMap<>();
    Map<String, TestEvents> events = new LinkedHashMap<>();
    try {
      tokens.forEach(
          (name, token) -> {
            sockets.put(
                name, TestSocket.connectWith("tidewatch.v1", webSocket("feeds/d"), encoded(token)));
            events.put(
                name,
                TestEvents.connectWith(
                    server().base().resolve("api/feeds/d/events"), null, headerAndGzip(token)));
          });
      await()
          .atMost(SOON)
          .until(
              () ->
                  sockets.values().stream().noneMatch(socket -> socket.messages().isEmpty())
                      && events.values().stream().noneMatch(sse -> sse.idle().isEmpty()));
      for (String name : List.of("ada", "bob", "eve")) {
        collection("d")
            .insertOne(
                new Document("_id", name)
                    .append("shown", "shown-" + name)
                    .append("hidden", "hidden-" + name));
      }
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(received(sockets.get("all"))).contains("hidden-eve");
                assertThat(events.get("all").events().toString()).contains("hidden-eve");
                for (String name : List.of("ada", "bob")) {
                  assertThat(received(sockets.get(name))).contains("shown-" + name);
                  assertThat(events.get(name).events().toString()).contains("shown-" + name);
                }
              });
      assertThat(ids(received(sockets.get("all")))).contains(hex("eve"));
      assertThat(inserted(tokens.get("all"))).isGreaterThanOrEqualTo(3);
      assertThat(inserted(tokens.get("ada"))).isZero();
      for (String name : List.of("ada", "bob")) {
        String exported =
            new Api(server().base())
                .get("api/feeds/d/export?after=" + position, header(tokens.get(name)))
                .body();
        assertThat(exported).contains("shown-" + name, "\"type\":\"end\"");
        String polled =
            new Api(server().base())
                .get("api/feeds/d/changes?after=" + position, header(tokens.get(name)))
                .body();
        assertThat(polled).contains("shown-" + name);
        String other = name.equals("ada") ? "bob" : "ada";
        for (String text :
            List.of(
                received(sockets.get(name)),
                events.get(name).events().toString(),
                polled,
                exported)) {
          assertThat(text)
              .doesNotContain("hidden-", "shown-eve", "shown-" + other, "\"" + other + "\"");
          // a resume token holds the document's key
          assertThat(ids(text)).doesNotContain(hex(other), hex("eve"));
        }
      }
    } finally {
      sockets.values().forEach(TestSocket::close);
      events.values().forEach(TestEvents::close);
    }
  }

  /** How many inserts the caller is told of. */
  private int inserted(String token) {
    return json(new Api(server().base()).get("api/feeds/d/counts", header(token)).body())
        .getJsonObject("counts")
        .getJsonArray("insert")
        .getValuesAs(JsonNumber.class)
        .stream()
        .mapToInt(JsonNumber::intValue)
        .sum();
  }

  @Test
  @NeedsRealMongo
  void documentsAreTheCallersOwnAndSoIsTheirCount() {
    new RestrictedDocuments(server().base(), database()).onlyTheCallersOwnAreSentAndCounted();
  }

  /** What the ids in a text hold. */
  static String ids(String text) {
    return Pattern.compile("[A-Za-z0-9_-]{24,}")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        // what is no id may have a letter too many
        .map(id -> id.substring(0, id.length() - (id.length() % 4 == 1 ? 1 : 0)))
        .map(id -> new String(Base64.getUrlDecoder().decode(id), StandardCharsets.US_ASCII))
        .collect(Collectors.joining(" "));
  }

  static String hex(String text) {
    return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String received(TestSocket socket) {
    return socket.messages().toString();
  }

  /** A browser sends the cookie whichever page makes it connect. */
  @Test
  void theCookieOfALoginCountsForOurPagesAlone() {
    String cookie = "Cookie: tidewatch-login=" + login("cookie", "staff");
    String ours = "Origin: http://" + server().base().getAuthority();
    String evil = "Origin: http://evil.example";
    String own = "Host: " + server().base().getAuthority();

    assertThat(handshake("feeds/a", cookie, ours)).isEqualTo(101);
    assertThat(handshake("socket", cookie, ours)).isEqualTo(101);
    assertThat(handshake("feeds/a", cookie, evil)).isEqualTo(401);
    assertThat(handshake("socket", cookie, evil)).isEqualTo(401);
    assertThat(handshake("feeds/b", cookie, ours)).isEqualTo(403);
    for (String path : List.of("api/feeds/a/events", "api/feeds/a/changes", "api/students")) {
      assertThat(status(path, own, cookie)).as(path).isEqualTo(200);
      assertThat(status(path, own, cookie, ours, "Sec-Fetch-Site: same-origin"))
          .as(path)
          .isEqualTo(200);
      assertThat(status(path, own, cookie, evil)).as(path).isEqualTo(401);
      assertThat(status(path, own, cookie, "Sec-Fetch-Site: cross-site")).as(path).isEqualTo(401);
      assertThat(status(path, own, cookie, "Origin: null")).as(path).isEqualTo(401);
    }
    assertThat(status("api/feeds/a", own, "Cookie: tidewatch-login=rubbish")).isEqualTo(401);
    assertThat(status("api/feeds/a", own, cookie, "Authorization: Bearer rubbish")).isEqualTo(401);
  }

  private int status(String path, String... lines) {
    String request = "GET /" + path + " HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    return RawConnection.head(server().base(), request).status();
  }

  private int handshake(String path, String... lines) {
    return RawConnection.head(
            server().base(), RawConnection.handshake(server().base(), path, lines))
        .status();
  }

  private static String login(String name, String role) {
    Settings settings =
        new Settings(
            new MapConfig(
                Map.of(
                    "tidewatch.access", "required",
                    "tidewatch.login.form", "true",
                    "tidewatch.login.key", LOGIN_KEY)));
    Instant now = Instant.now();
    Caller caller =
        new Caller(name, Set.of(role), Map.of("iat", now.getEpochSecond()), now.plusSeconds(600));
    return new Logins(new Seals(settings.login())).seal(caller).orElseThrow();
  }

  @Test
  void whoComesInIsCountedAndAudited() throws Exception {
    new Api(server().base()).get("api/feeds/a/events", header("rubbish"));
    new Api(server().base()).get("api/feeds/b/changes", header(token("ev\"e\n", 600, "staff")));
    new Api(server().base()).get("api/feeds/a/changes", header(token("ada", 600, "staff")));

    String[] operator = header(token("op", 600, "operator"));
    Metrics metrics = Metrics.parse(new Api(server().base()).get("api/metrics", operator).body());
    assertThat(metrics.get("tidewatch_access_total", "entrance", "sse", "outcome", "bad-token"))
        .isPositive();
    assertThat(metrics.get("tidewatch_access_total", "entrance", "poll", "outcome", "forbidden"))
        .isPositive();
    assertThat(metrics.get("tidewatch_access_total", "entrance", "poll", "outcome", "begun"))
        .isPositive();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(Files.readString(server().log()))
                    .contains("session begun, caller \"ada\", \"a\", poll, from 127.0.0.1")
                    .contains("session refused forbidden, caller \"ev\\\"e\\n\", \"b\", poll")
                    .contains(
                        "session refused bad-token, caller unknown, \"/api/feeds/a/events\""));
  }

  /** Of whatever the tests before have sent, nothing is in the log. */
  @Test
  @Order(Integer.MAX_VALUE)
  void noTokenIsLoggedAndNothingFails() throws Exception {
    assertThat(Files.readString(server().log()))
        .doesNotContain("eyJ", SECRET, LOGIN_KEY, "canary")
        .doesNotContainPattern("\\tat dev\\.tidewatch\\.");
  }

  private Answer raw(String start, String headers) {
    return RawConnection.exchange(
        server().base(),
        start + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
  }

  private HttpResponse<String> plain(String path) {
    return new Api(server().base()).get(path);
  }

  private HttpResponse<String> send(String method, String path, String token, String body) {
    return new Api(server().base())
        .send(
            method,
            path,
            hasBody(method) ? BodyPublishers.ofString(body) : BodyPublishers.noBody(),
            "Content-Type",
            "application/json",
            "Authorization",
            "Bearer " + token);
  }

  private static String[] headerAndGzip(String token) {
    return new String[] {"Authorization", "Bearer " + token, "Accept-Encoding", "gzip"};
  }

  static String[] header(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  private static String subprotocols(String token) {
    return "tidewatch.v1, " + encoded(token);
  }

  /** A token as a subprotocol. */
  static String encoded(String token) {
    return "base64url.bearer.authorization.tidewatch."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(token.getBytes(StandardCharsets.UTF_8));
  }

  static String token(String name, int seconds, String... roles) {
    Map<String, Object> claims = claims(name);
    claims.put("exp", Instant.now().getEpochSecond() + seconds);
    claims.put("groups", List.of(roles));
    return TestTokens.shared(SECRET, claims);
  }

  private static Map<String, Object> claims(String name) {
    Map<String, Object> claims = TestTokens.claims(Instant.now());
    claims.put("sub", name);
    return claims;
  }

  private static String with(String claim, Object value) {
    Map<String, Object> claims = claims("ada");
    claims.put("groups", List.of("staff", "head"));
    if (value == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, value);
    }
    return TestTokens.shared(SECRET, claims);
  }
}
