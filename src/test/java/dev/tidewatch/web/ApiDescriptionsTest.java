package dev.tidewatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.testing.MessageSchemas;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** OpenAPI's and AsyncAPI's documents, the schemas and docs/protocols.md say the same. */
class ApiDescriptionsTest {

  private static final Pattern MESSAGE = Pattern.compile("\\{\"(type|changes|documents)\":");
  private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  private final JsonObject openApi = read("src/main/resources/META-INF/openapi.yaml");
  private final JsonObject asyncApi = read("src/main/webapp/asyncapi.yaml");

  @Test
  void openApiHasTheSchemasOfPollsAndPages() {
    JsonObject described = at(openApi, "components", "schemas");
    TreeSet<String> left = new TreeSet<>(Set.of("Answer", "DocumentPage"));
    TreeSet<String> compared = new TreeSet<>();
    while (!left.isEmpty()) {
      String name = left.pollFirst();
      compared.add(name);
      JsonObject schema = MessageSchemas.definitions().getJsonObject(name);
      JsonObject copy = Json.createObjectBuilder(described.getJsonObject(name)).build();
      assertThat(Json.createObjectBuilder(copy).remove("example").build())
          .as(name)
          .isEqualTo(asOpenApi(schema));
      Matcher references = Pattern.compile("#/definitions/(\\w+)").matcher(schema.toString());
      references.results().map(found -> found.group(1)).forEach(left::add);
      left.removeAll(compared);
    }
    assertThat(compared).contains("Change", "ChangeEvent", "Gap", "Position", "UpdateDescription");
  }

  @Test
  void theExamplesOfBothDescriptionsAreValid() {
    for (String name : List.of("Answer", "DocumentPage")) {
      MessageSchemas.check(
          name, at(openApi, "components", "schemas", name).getJsonObject("example").toString());
    }
    at(asyncApi, "components", "messages")
        .forEach(
            (name, message) -> {
              List<JsonObject> examples =
                  message.asJsonObject().getJsonArray("examples").getValuesAs(JsonObject.class);
              assertThat(examples).as(name).isNotEmpty();
              for (JsonObject example : examples) {
                MessageSchemas.checkMessage(example.getJsonObject("payload").toString());
              }
            });
  }

  @Test
  void asyncApiHasEveryMessageByItsType() {
    Map<String, String> payloads = new TreeMap<>();
    at(asyncApi, "components", "messages")
        .forEach(
            (name, message) ->
                payloads.put(
                    name, message.asJsonObject().getJsonObject("payload").getString("$ref")));
    Map<String, String> types = new TreeMap<>();
    MessageSchemas.definitions()
        .forEach(
            (name, definition) -> {
              if (definition.asJsonObject().get("properties") instanceof JsonObject properties
                  && properties.get("type") instanceof JsonObject type) {
                types.put(
                    type.getJsonArray("enum").getString(0),
                    "schemas/tidewatch.v1.json#/definitions/" + name);
              }
            });

    assertThat(payloads).isEqualTo(types);
    assertThat(at(asyncApi, "channels", "feed", "messages").keySet()).isEqualTo(types.keySet());
    assertThat(
            at(asyncApi, "operations", "sendMessages")
                .getJsonArray("messages")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(message -> message.getString("$ref").replaceAll(".*/", ""))
                .collect(Collectors.toSet()))
        .isEqualTo(types.keySet());
  }

  @Test
  void webSocketsHaveTheParametersOfServerSentEvents() {
    Map<String, JsonValue> events = new TreeMap<>();
    JsonObject get = at(openApi, "paths", "/api/feeds/{name}/events", "get");
    for (JsonObject given : get.getJsonArray("parameters").getValuesAs(JsonObject.class)) {
      JsonObject parameter =
          given.containsKey("$ref")
              ? Json.createPointer(given.getString("$ref").substring(1))
                  .getValue(openApi)
                  .asJsonObject()
              : given;
      if (parameter.getString("in").equals("query")) {
        events.put(parameter.getString("name"), parameter.get("schema"));
      }
    }
    // for an EventSource that cannot set a header
    events.remove("lastEventId");
    Map<String, JsonValue> query = new TreeMap<>();
    at(asyncApi, "channels", "feed", "bindings", "ws", "query", "properties")
        .forEach(
            (name, schema) ->
                query.put(
                    name,
                    Json.createObjectBuilder(schema.asJsonObject()).remove("description").build()));

    assertThat(query).isEqualTo(events);
  }

  @Test
  void asyncApiHasEveryCloseCode() {
    assertThat(at(asyncApi, "channels", "feed", "x-close-codes").keySet())
        .isEqualTo(
            Stream.of(CloseReason.values())
                // only what is read to its end is complete, as no WebSocket is
                .filter(reason -> reason != CloseReason.COMPLETE)
                .map(reason -> "" + reason.code())
                .collect(Collectors.toSet()));
  }

  @Test
  void theMessagesOfTheDocumentAreValid() throws IOException {
    String document = Files.readString(Path.of("docs/protocols.md"));
    TreeSet<String> checked = new TreeSet<>();
    JSON_BLOCK
        .matcher(document)
        .results()
        .flatMap(block -> block.group(1).lines())
        // other answers are in OpenAPI alone
        .filter(line -> MESSAGE.matcher(line).lookingAt())
        .map(line -> line.replaceAll(",? ?…", ""))
        .forEach(
            line -> {
              JsonObject message = json(line);
              if (message.containsKey("type")) {
                MessageSchemas.checkMessage(line);
                checked.add(message.getString("type"));
              } else {
                String name = message.containsKey("changes") ? "Answer" : "DocumentPage";
                MessageSchemas.check(name, line);
                checked.add(name);
              }
            });

    assertThat(checked)
        .containsExactlyInAnyOrder(
            "hello",
            "changes",
            "gap",
            "heartbeat",
            "documents",
            "current",
            "reset",
            "Answer",
            "DocumentPage");
  }

  /** OpenAPI 3.0 has another place for definitions, and another word for null. */
  private static JsonValue asOpenApi(JsonValue schema) {
    switch (schema.getValueType()) {
      case ARRAY -> {
        JsonArrayBuilder array = Json.createArrayBuilder();
        schema.asJsonArray().forEach(item -> array.add(asOpenApi(item)));
        return array.build();
      }
      case OBJECT -> {
        JsonObjectBuilder object = Json.createObjectBuilder();
        schema.asJsonObject().forEach((name, value) -> object.add(name, asOpenApi(value)));
        if (schema.asJsonObject().get("type") instanceof JsonArray types) {
          assertThat(types).hasSize(2);
          assertThat(types.getString(1)).isEqualTo("null");
          object.add("type", types.getString(0)).add("nullable", true);
        }
        return object.build();
      }
      default -> {
        return schema.toString().startsWith("\"#/definitions/")
            ? Json.createValue(
                schema.toString().replace("\"", "").replace("definitions", "components/schemas"))
            : schema;
      }
    }
  }

  private static JsonObject at(JsonObject document, String... names) {
    JsonObject found = document;
    for (String name : names) {
      assertThat(found).containsKey(name);
      found = found.getJsonObject(name);
    }
    return found;
  }

  private static JsonObject read(String file) {
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      Map<String, Object> content = new Yaml().load(reader);
      return Json.createObjectBuilder(content).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject json(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
