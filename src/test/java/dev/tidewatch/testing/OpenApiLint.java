package dev.tidewatch.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks descriptions of an API as their users do: with Redocly's, Stoplight's and AsyncAPI's. */
public final class OpenApiLint {

  private OpenApiLint() {}

  /**
   * Fails with what the linters say, warnings too; the test is skipped where there is no npm.
   *
   * @param document as the server sent it. Payara adds {@code endpoints}, which OpenAPI does not
   *     have and no filter of an application reaches: it is left out
   */
  public static void check(JsonObject document) throws IOException {
    NpmFolder folder = folder();
    JsonObject described = Json.createObjectBuilder(document).remove("endpoints").build();
    Files.writeString(folder.path().resolve("openapi.json"), described.toString());

    folder.run("node_modules/.bin/redocly", "lint", "openapi.json", "--config", "redocly.yaml");
    folder.run(
        "node_modules/.bin/spectral",
        "lint",
        "openapi.json",
        "--ruleset",
        "spectral.yaml",
        "--fail-severity",
        "warn");
  }

  /**
   * The same for the description of WebSockets.
   *
   * @param document as the server sent it, which refers to the schemas beside it
   */
  public static void checkAsyncApi(String document, String schemas) throws IOException {
    NpmFolder folder = folder();
    Path beside = Files.createDirectories(folder.path().resolve("schemas"));
    Files.writeString(beside.resolve("tidewatch.v1.json"), schemas);
    Files.writeString(folder.path().resolve("asyncapi.yaml"), document);

    folder.run("node", "asyncapi.mjs");
    folder.run(
        "node_modules/.bin/spectral",
        "lint",
        "asyncapi.yaml",
        "--ruleset",
        "spectral-asyncapi.yaml",
        "--fail-severity",
        "warn");
  }

  private static NpmFolder folder() {
    assumeTrue(NpmFolder.isAvailable(), "needs node and npm on the PATH for redocly and spectral");
    return NpmFolder.installOnce(
        Path.of("src/test/openapi-lint"), Path.of("target", Fork.own("openapi-lint")));
  }
}
