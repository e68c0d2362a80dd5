package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.Fork;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.clients.Http;
import dev.tidewatch.testing.mongo.TestMongo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The login of a server's own users, on every server. Its users are {@code anna}, a customer, and
 * {@code otto}, an operator and a customer.
 *
 * @param <S> the server
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LoginContract<S extends AppServer> {

  static final String PASSWORD = "correct-horse:battery,4&5%41+";

  private static final Duration START = Duration.ofMinutes(3);
  private static final String COOKIE = "tidewatch-login";
  private static final String DATABASE = Fork.own("login_it");

  private final HttpClient client = Http.client();
  private S server;

  /** Starts the server with its users, and waits until it is there. */
  abstract S start(String mongo, String ns, Map<String, String> settings);

  @BeforeAll
  void start() {
    Map<String, String> settings = new HashMap<>();
    settings.put("TIDEWATCH_ACCESS", "required");
    settings.put("TIDEWATCH_LOGIN_FORM", "true");
    settings.put("TIDEWATCH_LOGIN_KEY", "0123456789abcdef0123456789abcdef");
    settings.put("TIDEWATCH_MESSAGES_READ", "customer");
    settings.put("TIDEWATCH_MESSAGES_WRITE", "customer");
    settings.put("TIDEWATCH_STUDENTS_READ", "operator");
    settings.put("TIDEWATCH_FEED_CHANGES_READ", "customer");
    settings.put("TIDEWATCH_FEED_CHANGES_ROWS_CUSTOMER", "{\"_id.customer\": \"@caller.name\"}");
    server = start(TestMongo.uri(), DATABASE + ".test", settings);
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(() -> get("login", Map.of()).statusCode() == 200);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "messages?after=x%2Fy", "students", "nothing"})
  void aPageLeadsToTheFormAndBack(String path) {
    HttpResponse<String> answer = get(path, Map.of("Accept", "text/html"));

    assertThat(answer.statusCode()).isEqualTo(303);
    String to = URLEncoder.encode("/" + path, StandardCharsets.UTF_8);
    assertThat(answer.headers().firstValue("Location")).hasValue("/login?to=" + to);
  }

  @Test
  void programsGetNoForm() {
    HttpResponse<String> answer = get("api/messages", Map.of("Accept", "text/html"));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @Test
  void aUserOfTheServerIsWhoItSays() {
    HttpResponse<String> answer = post("login", form("anna", PASSWORD, "/messages"), Map.of());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/messages");
    String cookie = cookie(answer);
    HttpResponse<String> page = get("messages", Map.of("Cookie", cookie));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<bdi>anna</bdi>", "Log out");
    assertThat(get("api/messages", Map.of("Cookie", cookie)).statusCode()).isEqualTo(200);
    assertThat(get("api/students", Map.of("Cookie", cookie)).statusCode()).isEqualTo(403);
    assertThat(get("students", Map.of("Cookie", cookie)).statusCode()).isEqualTo(403);
  }

  @Test
  void everyGroupOfTheServerIsARole() {
    String cookie = cookie(post("login", form("otto", PASSWORD, "/"), Map.of()));

    assertThat(get("api/messages", Map.of("Cookie", cookie)).statusCode()).isEqualTo(200);
    assertThat(get("api/students", Map.of("Cookie", cookie)).statusCode()).isEqualTo(200);
  }

  @Test
  void theCookieIsForThisServerAndForNoScript() {
    HttpResponse<String> answer = post("login", form("anna", PASSWORD, "/"), Map.of());

    assertThat(setCookies(answer, COOKIE))
        .singleElement()
        .satisfies(
            cookie -> {
              assertThat(cookie.split("; *"))
                  .contains("HttpOnly", "SameSite=Lax")
                  .doesNotContain("Secure")
                  .anyMatch(part -> part.equalsIgnoreCase("Path=/"))
                  .anyMatch(part -> part.matches("(?i)Max-Age=(28800|2879\\d)"));
              assertThat(cookie).hasSizeLessThan(4096).doesNotContain("anna");
            });
    // the server's own session holds nobody
    for (String session : setCookies(answer, "JSESSIONID")) {
      assertThat(get("api/messages", Map.of("Cookie", session.split(";")[0])).statusCode())
          .isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"anna", "nobody", "", "admin", "anna\u0000", "<script>"})
  void anotherPasswordIsRefusedInTheSameWords(String name) {
    HttpResponse<String> answer = post("login", form(name, "wrong", "/messages"), Map.of());

    assertThat(answer.statusCode()).isEqualTo(name.isEmpty() ? 400 : 403);
    assertThat(setCookies(answer, COOKIE)).isEmpty();
    assertThat(answer.body())
        .contains(name.isEmpty() ? "Type a name" : "The name or the password is wrong.")
        .contains("value=\"/messages\"")
        .doesNotContain("wrong\"", "<script>");
  }

  @Test
  void passwordsAreTriedOnlySoOften() {
    int refused = 0;
    for (int i = 0; i < 5; i++) {
      refused = post("login", form("eve", "wrong" + i, "/"), Map.of()).statusCode();
      assertThat(refused).isEqualTo(403);
    }

    HttpResponse<String> answer = post("login", form("eve", "right", "/"), Map.of());

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1L, 300L);
    assertThat(answer.body()).contains("Too many wrong passwords");
    assertThat(post("login", form("anna", PASSWORD, "/"), Map.of()).statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example/", "//evil.example/", "/\\evil.example", "\t//evil"})
  void aLoginLeadsToNoOtherSite(String to) {
    assertThat(post("login", form("anna", PASSWORD, to), Map.of()).headers().firstValue("Location"))
        .hasValue("/");
    assertThat(get("login?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8), Map.of()).body())
        .contains("name=\"to\" value=\"/\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "logout"})
  void aPageOfAnotherSiteLogsNobodyInOrOut(String path) {
    String form = form("anna", PASSWORD, "/");
    for (Map<String, String> headers :
        List.of(
            Map.of("Origin", "http://evil.example"),
            Map.of("Origin", "null"),
            Map.of("Sec-Fetch-Site", "cross-site"))) {
      HttpResponse<String> answer = post(path, form, headers);

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void aCookieThatIsNotOursIsNobody() {
    String cookie = cookie(post("login", form("anna", PASSWORD, "/"), Map.of()));
    String value = cookie.substring(COOKIE.length() + 1);

    for (String other :
        List.of(
            "",
            "x",
            value.substring(1),
            value.substring(0, value.length() - 4) + "AAAA",
            "x".repeat(5000))) {
      assertThat(get("api/messages", Map.of("Cookie", COOKIE + "=" + other)).statusCode())
          .as(other)
          .isEqualTo(401);
    }
    assertThat(get("api/messages", Map.of("Cookie", cookie + "; " + cookie)).statusCode())
        .as("twice")
        .isEqualTo(401);
  }

  @Test
  void theCookieDoesNotCountForAnotherSitesPage() {
    String cookie = cookie(post("login", form("anna", PASSWORD, "/"), Map.of()));

    for (Map<String, String> headers :
        List.of(
            Map.of("Origin", "http://evil.example"),
            Map.of("Sec-Fetch-Site", "cross-site"),
            Map.of("Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors"))) {
      Map<String, String> all = new HashMap<>(headers);
      all.put("Cookie", cookie);
      assertThat(get("api/messages", all).statusCode()).as("" + headers).isEqualTo(401);
    }
    Map<String, String> link =
        Map.of(
            "Cookie", cookie,
            "Accept", "text/html",
            "Sec-Fetch-Site", "cross-site",
            "Sec-Fetch-Mode", "navigate",
            "Sec-Fetch-Dest", "document");
    assertThat(get("messages", link).statusCode()).as("a link").isEqualTo(200);
  }

  @Test
  void aWebSocketOfAnotherSiteHasNoLogin() throws Exception {
    String cookie = cookie(post("login", form("anna", PASSWORD, "/"), Map.of()));
    String own = server.base().toString().replaceAll("/$", "");

    assertThat(handshake("feeds/changes", cookie, own)).isEqualTo(101);
    assertThat(handshake("socket", cookie, own)).isEqualTo(101);
    for (String origin : List.of("http://evil.example", "null", own + "0")) {
      assertThat(handshake("feeds/changes", cookie, origin)).as(origin).isIn(401, 403);
      assertThat(handshake("socket", cookie, origin)).as(origin).isIn(401, 403);
    }
    assertThat(handshake("feeds/changes", "x=1", own)).isEqualTo(401);
  }

  /** The status of a handshake's answer. */
  private int handshake(String path, String cookie, String origin) throws Exception {
    try {
      client
          .newWebSocketBuilder()
          .header("Cookie", cookie)
          .header("Origin", origin)
          .buildAsync(
              URI.create(uri(path).toString().replace("http:", "ws:")), new WebSocket.Listener() {})
          .get(30, TimeUnit.SECONDS)
          .abort();
      return 101;
    } catch (ExecutionException e) {
      return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }

  @Test
  void aBrowserSeesOrdersOfItsOwnAloneUntilItLogsOut() {
    try (Browser browser = Browser.start();
        MongoClient mongo = MongoClients.create(TestMongo.uri())) {
      MongoCollection<Document> orders = mongo.getDatabase(DATABASE).getCollection("test");
      Page page = browser.page(1000, 700);
      page.navigate(server.base().toString());
      page.getByLabel("Name").fill("anna");
      page.getByLabel("Password").fill(PASSWORD);
      page.locator("main [type=submit]").click();
      page.waitForURL(server.base().toString());
      assertThat(page.locator(".account bdi").textContent()).isEqualTo("anna");
      page.locator("body[data-state=live]").waitFor();

      orders.insertOne(order("otto", "beer"));
      orders.insertOne(order("anna", "tea"));

      page.locator("#changes .card").waitFor();
      assertThat(page.locator("#changes").textContent()).contains("tea").doesNotContain("beer");
      page.reload();
      assertThat(page.locator("#changes").textContent()).contains("tea").doesNotContain("beer");

      page.locator(".account button").click();
      page.waitForURL("**/logout");
      assertThat(page.locator("h1").textContent()).isEqualTo("Logged out");
      page.navigate(server.base() + "messages");
      page.waitForURL("**/login?to=%2Fmessages");
    }
  }

  private static Document order(String customer, String item) {
    return new Document("_id", new Document("customer", customer).append("n", System.nanoTime()))
        .append("item", item);
  }

  private HttpResponse<String> get(String path, Map<String, String> headers) {
    return send(HttpRequest.newBuilder(uri(path)), headers);
  }

  private HttpResponse<String> post(String path, String form, Map<String, String> headers) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)),
        headers);
  }

  private URI uri(String path) {
    return server.base().resolve(path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> headers) {
    headers.forEach(request::header);
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String form(String name, String password, String to) {
    return "name="
        + URLEncoder.encode(name, StandardCharsets.UTF_8)
        + "&password="
        + URLEncoder.encode(password, StandardCharsets.UTF_8)
        + "&to="
        + URLEncoder.encode(to, StandardCharsets.UTF_8);
  }

  private static List<String> setCookies(HttpResponse<String> answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith(name + "="))
        .toList();
  }

  private static String cookie(HttpResponse<String> answer) {
    return setCookies(answer, COOKIE).get(0).split(";")[0];
  }
}
