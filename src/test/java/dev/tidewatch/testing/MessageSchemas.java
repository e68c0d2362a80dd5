package dev.tidewatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of the messages. A client ignores a field that it does not know; here, one that is
 * not in the schema is an error.
 */
public final class MessageSchemas {

  /** Where the application has them. */
  public static final Path FILE = Path.of("src/main/webapp/schemas/tidewatch.v1.json");

  private static final String ANY = "any message";
  private static final Map<String, Validator> VALIDATORS = new ConcurrentHashMap<>();
  private static final URI NAME = URI.create("https://tidewatch.test/strict.json");

  private MessageSchemas() {}

  /** The schemas as they are, by name. */
  public static JsonObject definitions() {
    return file().getJsonObject("definitions");
  }

  /** Fails unless it is a message of {@code tidewatch.v1}. */
  public static void checkMessage(String json) {
    check(ANY, json);
  }

  /** Fails unless it is what the definition of that name says. */
  public static void check(String definition, String json) {
    Validator.Result result =
        VALIDATORS.computeIfAbsent(definition, MessageSchemas::validator).validate(NAME, json);
    assertThat(result.isValid())
        .as(
            () ->
                definition
                    + ": "
                    + json
                    + result.getErrors().stream()
                        .map(e -> "\n" + e.getInstanceLocation() + ": " + e.getError())
                        .toList())
        .isTrue();
  }

  private static Validator validator(String definition) {
    JsonObject strict = strict(file()).asJsonObject();
    if (!definition.equals(ANY)) {
      String[] path = definition.split("/", 2);
      assertThat(strict.getJsonObject("definitions")).containsKey(path[0]);
      strict =
          Json.createObjectBuilder(strict)
              .remove("oneOf")
              // a sibling of $ref would not count
              .add(
                  "allOf",
                  Json.createArrayBuilder()
                      .add(Json.createObjectBuilder().add("$ref", "#/definitions/" + definition)))
              .build();
    }
    Validator validator =
        new ValidatorFactory().withJsonNodeFactory(new JakartaJsonNode.Factory()).createValidator();
    validator.registerSchema(NAME, strict);
    return validator;
  }

  private static JsonObject file() {
    try (var reader = Json.createReader(Files.newBufferedReader(FILE))) {
      return reader.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes every object whose fields are listed. */
  private static JsonValue strict(JsonValue schema) {
    if (schema.getValueType() == JsonValue.ValueType.ARRAY) {
      JsonArrayBuilder array = Json.createArrayBuilder();
      schema.asJsonArray().forEach(item -> array.add(strict(item)));
      return array.build();
    }
    if (schema.getValueType() != JsonValue.ValueType.OBJECT) {
      return schema;
    }
    JsonObjectBuilder object = Json.createObjectBuilder();
    schema.asJsonObject().forEach((name, value) -> object.add(name, strict(value)));
    if (schema.asJsonObject().get("properties") instanceof JsonObject) {
      object.add("additionalProperties", false);
    }
    return object.build();
  }
}
