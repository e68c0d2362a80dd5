package dev.tidewatch;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.Alone;
import dev.tidewatch.testing.Fork;
import dev.tidewatch.testing.KeycloakServer;
import dev.tidewatch.testing.RunScript;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.clients.Http;
import dev.tidewatch.testing.mongo.TestMongo;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The setup with Keycloak of docs/access.md, from a login in a browser to the end of the provider.
 * The tests have an order, because they take away what those before need.
 */
@Alone
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakIT {

  private static final String DATABASE = Fork.own("keycloak_it");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ROWS = "{\"_id.customer\": \"@caller.claims.preferred_username\"}";
  private static final HttpClient CLIENT = Http.client();

  private static KeycloakServer keycloak;
  private static RunScript run;
  private static MongoClient mongo;
  private static MongoCollection<Document> orders;
  private static Browser browser;

  @BeforeAll
  static void start() {
    int port = FreePorts.any();
    keycloak = KeycloakServer.start(URI.create("http://127.0.0.1:" + port + "/"));
    Map<String, String> settings = new HashMap<>(keycloak.settings());
    settings.put("TIDEWATCH_FEEDS", "orders");
    settings.put("TIDEWATCH_FEED_ORDERS_NS", DATABASE + ".orders");
    for (String feed : new String[] {"ORDERS", "CHANGES"}) {
      settings.put("TIDEWATCH_FEED_" + feed + "_READ", "customer");
      settings.put("TIDEWATCH_FEED_" + feed + "_ROWS_CUSTOMER", ROWS);
    }
    run =
        RunScript.start(port, settings, "--mongo", TestMongo.uri(), "--ns", DATABASE + ".orders")
            .ready();
    mongo = MongoClients.create(TestMongo.uri());
    orders = mongo.getDatabase(DATABASE).getCollection("orders");
    browser = Browser.start();
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable open : new AutoCloseable[] {browser, mongo, run, keycloak}) {
      try {
        if (open != null) {
          open.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  @Order(1)
  void eachPersonSeesOrdersOfTheirOwnAndNobodyElseSeesAny() {
    Page anna = logIn("anna");
    Page ben = logIn("ben");
    Page nobody = browser.page(800, 600);
    nobody.navigate(run.base().toString());

    order("anna", 1, "tea for anna");
    order("ben", 1, "beer for ben");

    assertThat(anna.locator("#changes")).containsText("tea for anna");
    assertThat(ben.locator("#changes")).containsText("beer for ben");
    assertThat(anna.locator("#changes")).not().containsText("beer");
    assertThat(ben.locator("#changes")).not().containsText("tea");
    assertThat(nobody.locator("#kc-form-login")).isVisible();
    assertThat(anna.locator(".account bdi")).hasText("anna");
    anna.context().close();
    ben.context().close();
    nobody.context().close();
  }

  @Test
  @Order(2)
  void aTokenReadsOverEveryProtocol() throws Exception {
    String token = keycloak.token("anna");
    String position =
        poll("orders", keycloak.token("ben"), "")
            .body()
            .replaceAll(".*\"position\":\"([^\"]*)\".*", "$1");
    order("ben", 2, "more beer");
    order("anna", 2, "more tea");

    String polled = poll("orders", token, "?wait=20&after=" + position).body();
    assertThat(polled).contains("more tea").doesNotContain("beer");
    assertThat(firstEvent(token, position)).contains("more tea").doesNotContain("beer");
    assertThat(socket("feeds/orders?after=" + position, token, "tea"))
        .contains("more tea")
        .doesNotContain("beer");
    assertThat(socket("socket?after=" + position, token, "tea"))
        .contains("more tea")
        .doesNotContain("beer");
    assertThat(poll("orders", token + "x", "").statusCode()).isEqualTo(401);
  }

  @Test
  @Order(3)
  void aLoginThatEndsIsRenewedAndNothingIsLost() {
    keycloak.limitTokens(Duration.ofSeconds(20));
    Page anna = logIn("anna");
    order("anna", 3, "before the end");
    assertThat(anna.locator("#changes")).containsText("before the end");
    AtomicInteger returns = new AtomicInteger();
    anna.onRequest(
        request -> {
          if (request.url().contains("/login/return")) {
            returns.incrementAndGet();
          }
        });

    anna.waitForCondition(
        () -> returns.get() > 0, new Page.WaitForConditionOptions().setTimeout(SOON.toMillis()));
    order("anna", 4, "after the end");

    assertThat(anna.locator("#changes")).containsText("after the end");
    assertThat(anna.locator("#changes")).containsText("before the end");
    assertThat(anna).hasURL(run.base().toString());
    keycloak.limitTokens(Duration.ofMinutes(5));
    anna.context().close();
  }

  @Test
  @Order(4)
  void aRoleThatIsTakenAwayIsGoneWithTheNextToken() throws Exception {
    String old = keycloak.token("ben");
    assertThat(poll("orders", old, "").statusCode()).isEqualTo(200);

    keycloak.takeAway("customer", "ben");

    assertThat(poll("orders", old, "").statusCode()).as("until it expires").isEqualTo(200);
    assertThat(poll("orders", keycloak.token("ben"), "").statusCode()).isEqualTo(403);
    Page ben = browser.page(800, 600);
    ben.navigate(run.base().toString());
    fill(ben, "ben");
    assertThat(ben.locator("h1")).hasText("403 Forbidden");
    ben.locator("main [type=submit]").click();
    ben.waitForURL("**/logout**");
    ben.context().close();
  }

  @Test
  @Order(5)
  void whoLogsOutIsLoggedOutAtTheProviderToo() {
    Page anna = logIn("anna");

    anna.locator(".account button").click();

    assertThat(anna.locator("h1")).hasText("Logged out");
    anna.navigate(run.base().toString());
    assertThat(anna.locator("#kc-form-login")).isVisible();
    anna.context().close();
  }

  @Test
  @Order(6)
  void aKeyIsRotatedAndOldTokensGoOn() throws Exception {
    String old = keycloak.token("anna");
    keycloak.rotateKey();
    String token = keycloak.token("anna");
    assertThat(header(token)).isNotEqualTo(header(old));

    // keys are read again at most every 30 s because of an unknown one
    await().atMost(SOON).until(() -> poll("orders", token, "").statusCode() == 200);
    assertThat(poll("orders", old, "").statusCode()).isEqualTo(200);
    logIn("anna").context().close();
  }

  @Test
  @Order(7)
  void aProviderThatIsAwayStopsLoginsAndNothingElse() throws Exception {
    Page anna = logIn("anna");
    String token = keycloak.token("anna");

    keycloak.stop();

    order("anna", 5, "without a provider");
    assertThat(anna.locator("#changes")).containsText("without a provider");
    assertThat(poll("orders", token, "").statusCode()).isEqualTo(200);
    await().atMost(SOON).until(() -> login().statusCode() == 503);
    assertThat(login().body()).contains("The OpenID provider does not answer", "Try again");
    assertThat(login().headers().firstValue("Retry-After")).isPresent();
    assertThat(run.output()).doesNotContain("\tat ");

    keycloak.start();
    Page again = logIn("anna");
    assertThat(again.locator("#changes")).containsText("without a provider");
    again.context().close();
    anna.context().close();
  }

  private static HttpResponse<String> login() throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(run.base().resolve("login?to=/")).build(), BodyHandlers.ofString());
  }

  private static void order(String customer, int n, String item) {
    orders.insertOne(
        new Document("_id", new Document("customer", customer).append("n", n))
            .append("item", item));
  }

  /** A browser of its own, logged in and live. */
  private static Page logIn(String user) {
    Page page = browser.page(1100, 760);
    page.navigate(run.base().toString());
    fill(page, user);
    page.waitForURL(run.base().toString());
    assertThat(page.locator("body")).hasAttribute("data-state", "live");
    return page;
  }

  private static void fill(Page page, String user) {
    page.locator("#username").fill(user);
    page.locator("#password").fill(user + "-password");
    page.locator("#kc-login").click();
  }

  private static String header(String token) {
    return token.substring(0, token.indexOf('.'));
  }

  private static HttpResponse<String> poll(String feed, String token, String query)
      throws Exception {
    return CLIENT.send(
        request("api/feeds/" + feed + "/changes" + query, token), BodyHandlers.ofString());
  }

  private static HttpRequest request(String path, String token) {
    return HttpRequest.newBuilder(run.base().resolve(path))
        .header("Authorization", "Bearer " + token)
        .build();
  }

  private static String firstEvent(String token, String position) throws Exception {
    HttpRequest request = request("api/feeds/orders/events?after=" + position, token);
    StringBuilder text = new StringBuilder();
    try (InputStream in = CLIENT.send(request, BodyHandlers.ofInputStream()).body()) {
      byte[] chunk = new byte[8192];
      while (text.indexOf("tea") < 0) {
        int count = in.read(chunk);
        assertThat(count).as("the stream has ended: " + text).isPositive();
        text.append(new String(chunk, 0, count, StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  /** All that comes until a text is among it. */
  private static String socket(String path, String token, String until) throws Exception {
    CompletableFuture<String> found = new CompletableFuture<>();
    StringBuilder text = new StringBuilder();
    WebSocket socket =
        CLIENT
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(
                URI.create(run.base().resolve(path).toString().replace("http:", "ws:")),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(WebSocket ws, CharSequence part, boolean last) {
                    text.append(part);
                    if (text.indexOf(until) >= 0 && last) {
                      found.complete(text.toString());
                    }
                    ws.request(1);
                    return null;
                  }
                })
            .get(30, TimeUnit.SECONDS);
    try {
      return found.get(30, TimeUnit.SECONDS);
    } finally {
      socket.abort();
    }
  }
}
