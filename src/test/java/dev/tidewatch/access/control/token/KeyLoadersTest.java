package dev.tidewatch.access.control.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidewatch.config.TokenSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that answers as it likes. */
class KeyLoadersTest {

  private static final String SET = new JWKSet(TestTokens.ec("e")).toString();
  private static final String DISCOVERY = "/realm/.well-known/openid-configuration";

  private final Map<String, String> answers = new HashMap<>();
  private HttpServer server;
  private String base;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    base = "http://127.0.0.1:" + server.getAddress().getPort();
    answers.put("/keys", SET);
    answers.put(DISCOVERY, description(base + "/realm", base + "/keys"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aProviderSaysWhereItsKeysAre() throws IOException {
    assertThat(KeyLoaders.ofProvider(base + "/realm").load().getKeyByKeyId("e")).isNotNull();
    assertThat(TokenSettings.discovery("https://id.example/"))
        .hasToString("https://id.example/.well-known/openid-configuration");
  }

  @Test
  void aProviderSpeaksForNoOther() {
    answers.put(DISCOVERY, description("https://id.example", base + "/keys"));
    fails("another issuer");
  }

  @Test
  void keysComeFromNoUnprotectedAddress() {
    for (String address : new String[] {"http://id.example/keys", "file:///etc/passwd", "keys"}) {
      answers.put(DISCOVERY, description(base + "/realm", address));
      fails("jwks_uri");
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    answers.put(DISCOVERY, ">" + base + "/elsewhere");
    answers.put("/elsewhere", description(base + "/realm", base + "/keys"));
    fails("status 302");
  }

  @Test
  void whatIsNoSetOfKeysIsRefusedUnquoted() {
    for (String text :
        new String[] {"", "canary", "[]", "{}", "{\"keys\":1}", "{\"keys\":[{\"kty\":\"x\"}]"}) {
      answers.put("/keys", text);
      assertThatThrownBy(KeyLoaders.ofProvider(base + "/realm")::load)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("it is not a JSON")
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void whatIsTooLongIsNotReadToItsEnd() {
    answers.put("/keys", "{\"keys\":[" + " ".repeat(Download.MAX_BYTES) + "]}");
    fails("longer than");
  }

  @Test
  void whoIsAwayIsSaidToBe() {
    server.stop(0);
    fails("nothing answers there");
    assertThatThrownBy(KeyLoaders.ofSet("/no/such/file")::load)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no file of that name");
  }

  private void fails(String why) {
    assertThatThrownBy(KeyLoaders.ofProvider(base + "/realm")::load)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  private static String description(String issuer, String keys) {
    return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\"}";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String text = answers.get(exchange.getRequestURI().getPath());
    try (exchange) {
      if (text == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (text.startsWith(">")) {
        exchange.getResponseHeaders().set("Location", text.substring(1));
        exchange.sendResponseHeaders(302, -1);
      } else {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
