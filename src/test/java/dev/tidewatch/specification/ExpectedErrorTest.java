package dev.tidewatch.specification;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.ServerAddress;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An error of the server with a code, its name and a label; errors of the client beside it. */
class ExpectedErrorTest {

  private static final RuntimeException SERVERS =
      new MongoCommandException(
          BsonDocument.parse("{ok: 0, code: 7, codeName: 'Storm', errorLabels: ['Wet', 'Loud']}"),
          new ServerAddress());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{isClientError: false}",
        "{errorCode: 7}",
        "{errorCodeName: 'storm'}",
        "{errorLabelsContain: ['Loud']}",
        "{errorCode: 7, errorLabelsContain: ['Loud', 'Wet']}"
      })
  void itLetsThroughWhatFits(String expected) {
    assertThatCode(() -> match(expected, SERVERS)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{isClientError: true}",
        "{errorCode: 8}",
        "{errorCodeName: 'Calm'}",
        "{errorLabelsContain: ['Loud', 'Dry']}",
        "{errorCode: 7, errorColour: 'grey'}",
        "{}"
      })
  void itFailsOnWhatDiffersOrIsNotUnderstood(String expected) {
    assertFails(expected, SERVERS);
  }

  @Test
  void noErrorFails() {
    assertFails("{isClientError: true}", null);
    assertFails("{isClientError: false}", null);
    assertFails("{errorCode: 7}", null);
  }

  @Test
  void theClientsErrorsAreNotTheServers() {
    RuntimeException network = new MongoSocketReadException("gone", new ServerAddress());
    assertThatCode(() -> match("{isClientError: true}", network)).doesNotThrowAnyException();
    assertFails("{isClientError: false}", network);
    assertFails("{isClientError: false}", new MongoClientException("no"));
    assertFails("{isClientError: false}", new IllegalArgumentException("no"));
    assertFails("{errorCode: 7}", new IllegalArgumentException("no"));
  }

  @Test
  void theServersTimeLimitIsTheServers() {
    RuntimeException late = new MongoExecutionTimeoutException(50, "late");
    assertThatCode(() -> match("{isClientError: false, errorCode: 50}", late))
        .doesNotThrowAnyException();
  }

  private static void assertFails(String expected, RuntimeException error) {
    assertThatThrownBy(() -> match(expected, error)).isInstanceOf(AssertionError.class);
  }

  private static void match(String expected, RuntimeException error) {
    ExpectedError.match(BsonDocument.parse(expected), error);
  }
}
