package dev.tidewatch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.MessageSchemas;
import dev.tidewatch.testing.NpmFolder;
import dev.tidewatch.testing.NpmPackage;
import dev.tidewatch.testing.OpenApiLint;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.mongo.TestMongo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The document that Payara serves, beside the classes that it describes. */
@ArquillianTest
@RunAsClient
class OpenApiIT {

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(TestMongo.uri(), "openapi_it.test");
  }

  @Test
  void everyPathOfTheRestApiIsThereWithItsAnswers() throws Exception {
    JsonObject paths = document().getJsonObject("paths");
    Set<String> described = new TreeSet<>();
    paths.forEach(
        (path, item) ->
            item.asJsonObject()
                .forEach(
                    (verb, operation) -> {
                      described.add(verb + " " + path);
                      assertThat(operation.asJsonObject())
                          .as(verb + " " + path)
                          .containsKeys("summary", "responses");
                    }));

    assertThat(RestPaths.all()).contains("get /api/feeds", "get /api/metrics");
    assertThat(described)
        .containsAll(RestPaths.all())
        // no REST resources, but filters
        .contains("get /api/feeds/{name}/events", "get /api/feeds/{name}/export");
  }

  @Test
  void everyParameterOfTheClassesIsThereAndNoOther() throws Exception {
    JsonObject document = document();

    RestPaths.parameters()
        .forEach(
            (path, names) ->
                assertThat(parameters(document, path)).as(path).containsExactlyElementsOf(names));
  }

  /** In the path and the query, in the order of their names. */
  private static Set<String> parameters(JsonObject document, String path) {
    String[] parts = path.split(" ");
    JsonObject operation =
        document.getJsonObject("paths").getJsonObject(parts[1]).getJsonObject(parts[0]);
    Set<String> names = new TreeSet<>();
    if (operation.containsKey("parameters")) {
      for (JsonObject given : operation.getJsonArray("parameters").getValuesAs(JsonObject.class)) {
        String reference = given.getString("$ref", null);
        JsonValue parameter =
            reference == null
                ? given
                : Json.createPointer(reference.substring(1)).getValue(document);
        names.add(parameter.asJsonObject().getString("name"));
      }
    }
    return names;
  }

  @Test
  void everyErrorResponseIsDescribed() throws Exception {
    JsonObject paths = document().getJsonObject("paths");

    for (String path : List.of("changes", "events", "export")) {
      assertThat(
              paths
                  .getJsonObject("/api/feeds/{name}/" + path)
                  .getJsonObject("get")
                  .getJsonObject("responses"))
          .as(path)
          .containsKeys("200", "400", "404", "503");
    }
  }

  @Test
  void everyOperationHasAnIdAndEveryTagADescriptionOfItsOwn() throws Exception {
    JsonObject document = document();
    List<String> ids = new ArrayList<>();
    Set<String> used = new TreeSet<>();
    document
        .getJsonObject("paths")
        .values()
        .forEach(
            item ->
                item.asJsonObject()
                    .values()
                    .forEach(
                        operation -> {
                          ids.add(operation.asJsonObject().getString("operationId"));
                          operation.asJsonObject().getJsonArray("tags").stream()
                              .map(tag -> ((JsonString) tag).getString())
                              .forEach(used::add);
                        }));
    List<String> tags =
        document.getJsonArray("tags").getValuesAs(JsonObject.class).stream()
            .map(tag -> tag.getString("name"))
            .toList();

    assertThat(ids).hasSize(RestPaths.all().size() + 2).doesNotHaveDuplicates();
    assertThat(tags).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(used);
    for (String name : List.of("Student", "StoredStudent")) {
      assertThat(
              document
                  .getJsonObject("components")
                  .getJsonObject("schemas")
                  .getJsonObject(name)
                  .get("additionalProperties"))
          .as(name)
          .isIn(JsonValue.TRUE, JsonValue.EMPTY_JSON_OBJECT);
    }
  }

  /** By openapi-typescript; the test is skipped where there is no npm. */
  @Test
  void aClientIsGeneratedAndCompiledUnderStrict() throws Exception {
    assumeTrue(NpmFolder.isAvailable(), "needs node and npm on the PATH for openapi-typescript");
    NpmFolder client = client();
    Files.writeString(client.path().resolve("openapi.json"), document().toString());

    client.run("node_modules/.bin/openapi-typescript", "openapi.json", "-o", "schema.ts");
    compile(client, "client.ts");
  }

  /** OpenAPI 3.1 takes the schemas as they are, but for where they stand. */
  @Test
  void theTypesOfTheNpmPackageAgreeWithTheSchemasOfMessages() throws Exception {
    assumeTrue(NpmFolder.isAvailable(), "needs node and npm on the PATH for openapi-typescript");
    NpmFolder client = client();
    NpmPackage.installInto(client);
    String schemas =
        MessageSchemas.definitions().toString().replace("#/definitions/", "#/components/schemas/");
    Files.writeString(
        client.path().resolve("schemas.json"),
        "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"\",\"version\":\"\"},\"paths\":{},"
            + "\"components\":{\"schemas\":"
            + schemas
            + "}}");

    client.run("node_modules/.bin/openapi-typescript", "schemas.json", "-o", "schemas.ts");
    compile(client, "types.ts");
  }

  /** AsyncAPI's parser and Spectral; the test is skipped where there is no npm. */
  @Test
  void theDescriptionOfTheWebSocketsHasNoErrorAndNoWarning() throws Exception {
    OpenApiLint.checkAsyncApi(served("asyncapi.yaml"), served("schemas/tidewatch.v1.json"));
  }

  private String served(String path) {
    HttpResponse<String> answer = new Api(base).get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static NpmFolder client() {
    return NpmFolder.installOnce(Path.of("src/test/openapi"), Path.of("target/openapi-client"));
  }

  private static void compile(NpmFolder folder, String program) throws IOException {
    folder.run(
        "node_modules/.bin/tsc",
        "--strict",
        "--noEmit",
        "--target",
        "es2022",
        "--module",
        "nodenext",
        "--skipLibCheck",
        "false",
        program);
  }

  @Test
  void everyReferenceLeadsSomewhere() throws Exception {
    JsonObject document = document();
    List<String> references = new ArrayList<>();
    collect(document, references);

    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(Json.createPointer(reference.substring(1)).containsValue(document))
          .as(reference)
          .isTrue();
    }
  }

  private static void collect(JsonValue value, List<String> references) {
    if (value.getValueType() == JsonValue.ValueType.OBJECT) {
      if (value.asJsonObject().get("$ref") instanceof JsonString reference) {
        references.add(reference.getString());
      }
      value.asJsonObject().values().forEach(item -> collect(item, references));
    } else if (value.getValueType() == JsonValue.ValueType.ARRAY) {
      value.asJsonArray().forEach(item -> collect(item, references));
    }
  }

  private JsonObject document() throws Exception {
    String body = new Api(base).get("/openapi", "Accept", "application/json").body();
    try (var reader = Json.createReader(new StringReader(body))) {
      JsonStructure read = reader.read();
      return read.asJsonObject();
    }
  }
}
