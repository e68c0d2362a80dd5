package dev.tidewatch.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks a description of an API as its users do: with Redocly's and Stoplight's linters. */
public final class OpenApiLint {

  private OpenApiLint() {}

  /**
   * Fails with what the linters say, warnings too; the test is skipped where there is no npm.
   *
   * @param document as the server sent it. Payara adds {@code endpoints}, which OpenAPI does not
   *     have and no filter of an application reaches: it is left out
   */
  public static void check(JsonObject document) throws IOException {
    assumeTrue(NpmFolder.isAvailable(), "needs node and npm on the PATH for redocly and spectral");
    NpmFolder folder =
        NpmFolder.installOnce(
            Path.of("src/test/openapi-lint"), Path.of("target", Fork.own("openapi-lint")));
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
}
