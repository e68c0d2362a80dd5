package dev.tidewatch.specification;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoServerException;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** Checks an error against a case's {@code expectError}. */
final class ExpectedError {

  private ExpectedError() {}

  /**
   * Fails with an AssertionError that says what of the error differs.
   *
   * @param error null if there was none
   */
  static void match(BsonDocument expected, RuntimeException error) {
    if (expected.isEmpty()) {
      throw new AssertionError("expectError demands nothing");
    }
    assertThat(error).as("the expected error").isNotNull();
    Fields.check(
        "expectError",
        expected,
        fields -> {
          fields.find("isClientError", BsonBoolean.class).ifPresent(is -> origin(is, error));
          fields.find("errorCode", BsonInt32.class).ifPresent(is -> code(is, error));
          fields.findText("errorCodeName").ifPresent(is -> codeName(is, error));
          fields.findTexts("errorLabelsContain").forEach(label -> label(label, error));
        });
  }

  private static void origin(BsonBoolean client, RuntimeException error) {
    assertThat(!isServers(error)).as("from the client: " + error).isEqualTo(client.getValue());
  }

  private static void code(BsonInt32 code, RuntimeException error) {
    assertThat(isServers(error)).as("from the server: " + error).isTrue();
    assertThat(((MongoException) error).getCode()).as("" + error).isEqualTo(code.getValue());
  }

  private static void codeName(String name, RuntimeException error) {
    assertThat(error).isInstanceOf(MongoServerException.class);
    assertThat(((MongoServerException) error).getErrorCodeName()).isEqualToIgnoringCase(name);
  }

  private static void label(String label, RuntimeException error) {
    assertThat(error).isInstanceOf(MongoException.class);
    assertThat(((MongoException) error).getErrorLabels()).contains(label);
  }

  private static boolean isServers(RuntimeException error) {
    // the driver gives the server's code 50 a class outside the others' family
    return error instanceof MongoServerException || error instanceof MongoExecutionTimeoutException;
  }
}
