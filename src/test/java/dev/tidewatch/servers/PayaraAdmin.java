package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.testing.clients.Http;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Payara's administration over REST, which is what its console is a face of. */
final class PayaraAdmin {

  private static final String SETTINGS = "configs/config/server-config/system-properties";

  private final URI domain;

  PayaraAdmin(URI domain) {
    this.domain = domain;
  }

  /** Everything that the console shows of the application. */
  JsonObject application() {
    return get("applications/application/tidewatch").getJsonObject("extraProperties");
  }

  /** A figure that the console shows, as JSON. */
  String monitoring(String path) {
    return send("GET", domain.resolve("../../monitoring/domain/server/").resolve(path), null)
        .body();
  }

  /** Takes it out of service, and keeps it. */
  void disable() {
    post("applications/application/tidewatch/disable", Map.of("target", "server"));
  }

  /** Puts it back into service. */
  void enable() {
    post("applications/application/tidewatch/enable", Map.of("target", "server"));
  }

  /** Deploys it once more. */
  void redeploy(Path war) {
    post(
        "applications/application",
        Map.of("id", war.toString(), "name", "tidewatch", "contextroot", "/", "force", "true"));
  }

  /** Changes a setting, as the console's page of system properties does; others stay. */
  void set(String name, String value) {
    Map<String, String> settings =
        get(SETTINGS)
            .getJsonObject("extraProperties")
            .getJsonArray("systemProperties")
            .getValuesAs(JsonObject.class)
            .stream()
            .collect(Collectors.toMap(p -> p.getString("name"), p -> p.getString("value")));
    settings.put(name, value);
    post(SETTINGS, settings);
  }

  private JsonObject get(String path) {
    return json(send("GET", domain.resolve(path), null));
  }

  private void post(String path, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    JsonObject answer = json(send("POST", domain.resolve(path), body));
    assertThat(answer.getString("exit_code")).as(answer.toString()).isEqualTo("SUCCESS");
  }

  private static HttpResponse<String> send(String method, URI uri, String form) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/json")
            // without, it refuses what changes something
            .header("X-Requested-By", "tidewatch");
    if (form == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/x-www-form-urlencoded");
      request.method(method, BodyPublishers.ofString(form));
    }
    try {
      return Http.client().send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonObject json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    try (var reader = jakarta.json.Json.createReader(new StringReader(response.body()))) {
      return reader.readObject();
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
