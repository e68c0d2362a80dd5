package dev.tidewatch.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.clients.Http;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Keycloak with the realm of {@code src/test/resources/keycloak}, as a process of its own.
 * Its users are {@code anna} and {@code ben}, both customers, with {@code NAME-password}. One at a
 * time, because it is built in its folder.
 */
public final class KeycloakServer implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(4);
  private static final String SECRET = "a-client-secret-of-32-characters!";
  private static final String REALM = "realms/tidewatch";
  private static final HttpClient CLIENT = Http.client();

  private final ForkLock lock = ForkLock.take("keycloak");
  private final int port = FreePorts.any();
  private final Path home;
  private Process process;

  private KeycloakServer(Path home) {
    this.home = home;
  }

  /**
   * Starts it for one client.
   *
   * @param tidewatch where browsers reach Tidewatch, with a slash at the end
   */
  public static KeycloakServer start(URI tidewatch) {
    String fetch =
        "source scripts/lib/common.sh; source scripts/lib/servers.sh; fetch_keycloak >&2 &&"
            + " printf %s \"$keycloak_home\"";
    String home = output(List.of("bash", "-c", fetch));
    assumeTrue(!home.isEmpty(), "needs org.keycloak:keycloak-quarkus-dist from Maven");
    KeycloakServer server = new KeycloakServer(Path.of(home));
    try {
      server.prepare(tidewatch);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void prepare(URI tidewatch) throws IOException {
    Path data = home.resolve("data");
    if (Files.exists(data)) {
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    Files.createDirectories(data.resolve("import"));
    String realm = Files.readString(Path.of("src/test/resources/keycloak/tidewatch-realm.json"));
    Files.writeString(
        data.resolve("import/tidewatch-realm.json"), realm.replace("@BASE@", tidewatch.toString()));
    Path built = home.resolve("built-for-tests");
    if (!Files.exists(built)) {
      run("build", "--db=dev-file", "--cache=local");
      Files.createFile(built);
    }
  }

  /** Starts it, again if it was stopped: with the same keys, users and sessions. */
  public void start() {
    try {
      process =
          command(
                  "start",
                  "--optimized",
                  "--http-enabled=true",
                  "--http-host=127.0.0.1",
                  "--http-port=" + port,
                  "--hostname=http://localhost:" + port,
                  "--import-realm")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(() -> !process.isAlive() || get(REALM, "").statusCode() == 200);
    if (!process.isAlive()) {
      throw new AssertionError("Keycloak ended with " + process.exitValue() + ", see " + log());
    }
  }

  private void run(String... arguments) throws IOException {
    try {
      if (!command(arguments).start().waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("Keycloak is not built after " + START + ", see " + log());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ProcessBuilder command(String... arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of("bash", home.resolve("bin/kc.sh").toString()), Stream.of(arguments))
                .toList());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    Map<String, String> environment = builder.environment();
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx384m");
    environment.put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
    return builder;
  }

  private static Path log() {
    return Path.of("target", "keycloak.log");
  }

  /** Its address as the issuer of tokens. */
  public String issuer() {
    return "http://localhost:" + port + "/" + REALM;
  }

  /** The settings of Tidewatch for it, as environment variables. */
  public Map<String, String> settings() {
    return Map.of(
        "TIDEWATCH_ACCESS", "required",
        "TIDEWATCH_JWT_ISSUER", issuer(),
        "TIDEWATCH_JWT_AUDIENCE", "tidewatch",
        "TIDEWATCH_JWT_ROLES", "realm_access.roles",
        "TIDEWATCH_OIDC_CLIENT_ID", "tidewatch",
        "TIDEWATCH_OIDC_CLIENT_SECRET", SECRET);
  }

  /** A new access token of a user, as a program gets one. */
  public String token(String user) {
    Map<String, String> form =
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "tidewatch",
            "client_secret",
            SECRET,
            "username",
            user,
            "password",
            user + "-password",
            "scope",
            "openid");
    return token(REALM, form);
  }

  private String token(String realm, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri(realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    return object(answer.body()).getString("access_token");
  }

  /** Takes a realm role away from a user. */
  public void takeAway(String role, String user) {
    String id = array(admin("GET", "users?exact=true&username=" + user, "")).getString("id");
    String representation = admin("GET", "roles/" + role, "");
    admin("DELETE", "users/" + id + "/role-mappings/realm", "[" + representation + "]");
  }

  /** Signs with a new key from now on. */
  public void rotateKey() {
    String realm = object(admin("GET", "", "")).getString("id");
    admin(
        "POST",
        "components",
        """
        {"name": "newer", "providerId": "rsa-generated", "parentId": "%s",
         "providerType": "org.keycloak.keys.KeyProvider",
         "config": {"priority": ["1000"], "enabled": ["true"], "active": ["true"]}}
        """
            .formatted(realm));
  }

  /** How long its tokens are valid from now on. */
  public void limitTokens(Duration lifespan) {
    admin("PUT", "", "{\"accessTokenLifespan\": " + lifespan.toSeconds() + "}");
  }

  private String admin(String method, String path, String body) {
    String token =
        token(
            "realms/master",
            Map.of(
                "grant_type", "password",
                "client_id", "admin-cli",
                "username", "admin",
                "password", "admin"));
    String slash = path.isEmpty() ? "" : "/";
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("admin/" + REALM + slash + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    if (answer.statusCode() >= 300) {
      throw new AssertionError(method + " " + path + ": " + answer.statusCode() + answer.body());
    }
    return answer.body();
  }

  private HttpResponse<String> get(String path, String query) {
    return send(HttpRequest.newBuilder(uri(path + query)));
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + "/" + path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonObject object(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static JsonObject array(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      JsonValue first = reader.readArray().get(0);
      return first.asJsonObject();
    }
  }

  private static String output(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? output : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops it; its data stays. */
  public void stop() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      stop();
    }
    lock.close();
  }
}
