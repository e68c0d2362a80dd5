package dev.tidewatch.access.control.openid;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidewatch.access.control.token.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OpenID provider that answers what a test wants. */
final class FakeProvider implements AutoCloseable {

  final RSAKey key = TestTokens.rsa("one");
  final Map<String, Object> metadata = new LinkedHashMap<>();
  final Map<String, Object> answer = new LinkedHashMap<>();
  final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  volatile int status = 200;

  private final HttpServer server;

  FakeProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    metadata.put("issuer", issuer());
    metadata.put("authorization_endpoint", issuer() + "/authorize?tenant=1");
    metadata.put("token_endpoint", issuer() + "/token");
    metadata.put("end_session_endpoint", issuer() + "/end");
    metadata.put("jwks_uri", issuer() + "/keys");
    server.createContext(
        "/.well-known/openid-configuration", exchange -> send(exchange, 200, metadata));
    server.createContext(
        "/keys", exchange -> send(exchange, 200, new JWKSet(key).toPublicJWKSet().toJSONObject()));
    server.createContext(
        "/token",
        exchange -> {
          forms.add(
              form(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII)));
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          send(exchange, status, answer);
        });
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  static Map<String, String> form(String text) {
    Map<String, String> form = new HashMap<>();
    for (String pair : text.split("&")) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private static void send(HttpExchange exchange, int status, Map<String, ?> body)
      throws IOException {
    byte[] bytes = JSONObjectUtils.toJSONString(body).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
