package dev.tidewatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.Fork;
import dev.tidewatch.testing.RunScript;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.clients.Http;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/**
 * The setup with a shared secret of docs/access.md: the settings, the command for MongoDB, the line
 * of shell and the script of the page are those of the document.
 */
@NeedsRealMongo
class SharedSecretIT {

  private static final String DATABASE = Fork.own("shared_secret_it");

  @Test
  void aBrowserOfAnotherSiteSeesOrdersOfItsUserAlone() throws Exception {
    String document =
        Files.readString(Path.of("docs/access.md")).replace("shop.orders", DATABASE + ".orders");
    String orders = section(document, "The orders");
    String shared = section(document, "A shared secret");
    String secret = bash(Map.of(), "openssl rand -base64 33");
    int sitePort = FreePorts.any();
    String site = "http://127.0.0.1:" + sitePort;
    Map<String, String> settings = new HashMap<>();
    List.of(blocks(orders, "properties").get(0), blocks(shared, "properties").get(0))
        .forEach(block -> settings.putAll(variables(block.replace("…", secret))));
    settings.put("TIDEWATCH_ORIGINS", site);
    try (MongoClient mongo = MongoClients.create(RealMongo.uri());
        Browser browser = Browser.start()) {
      MongoDatabase database = mongo.getDatabase(DATABASE);
      database.drop();
      database.createCollection("orders");
      database.runCommand(command(orders));
      try (RunScript run =
          RunScript.start(
                  FreePorts.any(), settings, "--mongo", RealMongo.uri(), "--ns", DATABASE + ".x")
              .ready()) {
        String line =
            blocks(shared, "sh").stream().filter(b -> b.contains("dgst")).findFirst().orElseThrow();
        String token = bash(Map.of("SECRET", secret), line);
        assertThat(poll(run, token).statusCode()).isEqualTo(200);
        assertThat(poll(run, token.substring(0, token.length() - 2)).statusCode()).isEqualTo(401);
        HttpServer own = site(sitePort, token);
        try {
          Page page = browser.page(400, 300);
          page.navigate(site);
          page.evaluate("window.seen = []");
          String script =
              blocks(shared, "js")
                  .get(0)
                  .replace("http://localhost:8080/", run.base().toString())
                  .replace("show(change)", "window.seen.push(change)");
          page.addScriptTag(new Page.AddScriptTagOptions().setType("module").setContent(script));
          page.waitForCondition(() -> run.get("").statusCode() == 401);
          page.waitForCondition(
              () -> run.output().contains("session begun, caller \"anna\", \"orders\", websocket"));

          database.getCollection("orders").insertMany(List.of(order("ben"), order("anna")));

          page.waitForFunction("window.seen.length > 0");
          String seen = (String) page.evaluate("JSON.stringify(window.seen)");
          assertThat(seen)
              .contains("\"item\":\"tea of anna\"")
              .doesNotContain("ben")
              .doesNotContain("margin");
          assertThat(run.output()).doesNotContain(token).doesNotContain(secret);
        } finally {
          own.stop(0);
        }
      }
    }
  }

  private static Document order(String customer) {
    return new Document("customer", customer)
        .append("item", "tea of " + customer)
        .append("status", "new")
        .append("margin", 40);
  }

  private static HttpResponse<String> poll(RunScript run, String token) throws Exception {
    return Http.client()
        .send(
            HttpRequest.newBuilder(run.base().resolve("api/feeds/orders/changes"))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofString());
  }

  /** A site whose server knows who is logged in, and makes a token of it. */
  private static HttpServer site(int port, String token) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
      server.createContext("/", exchange -> answer(exchange, "text/html", "<!DOCTYPE html>"));
      server.createContext("/token", exchange -> answer(exchange, "text/plain", token));
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String section(String document, String title) {
    int start = document.indexOf("\n## " + title + "\n");
    assertThat(start).as(title).isPositive();
    int end = document.indexOf("\n## ", start + 1);
    return document.substring(start, end);
  }

  private static List<String> blocks(String section, String language) {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(section)
        .results()
        .map(block -> block.group(1).strip())
        .toList();
  }

  /** The command in mongosh's notation. */
  private static Document command(String section) {
    var found = Pattern.compile("runCommand\\((\\{.*})\\)").matcher(section);
    assertThat(found.find()).isTrue();
    return Document.parse(found.group(1));
  }

  private static Map<String, String> variables(String properties) {
    Map<String, String> variables = new HashMap<>();
    properties
        .lines()
        .forEach(
            line -> {
              String[] parts = line.split("=", 2);
              variables.put(
                  parts[0].replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), parts[1]);
            });
    return variables;
  }

  private static String bash(Map<String, String> environment, String line)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", line);
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.strip();
  }
}
