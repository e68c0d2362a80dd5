package dev.tidewatch.specification;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client has pinged the database sea, then the database sky. */
class ExpectedEventsTest {

  private static final String SEA = "{commandStartedEvent: {databaseName: 'sea'}}";
  private static final String SKY = "{commandStartedEvent: {databaseName: 'sky'}}";
  private static final List<CommandLog.Started> ACTUAL =
      Stream.of("sea", "sky")
          .map(name -> new CommandLog.Started("ping", name, BsonDocument.parse("{ping: 1, x: 1}")))
          .toList();

  @Test
  void theSameCommandsInTheSameOrderMatch() {
    assertThatCode(() -> match(false, SEA, SKY)).doesNotThrowAnyException();
    assertFails("its database is sea, expected sky", false, SKY, SEA);
  }

  @Test
  void commandsAfterTheExpectedOnesAreIgnoredOnlyIfTheCaseSaysSo() {
    assertThatCode(() -> match(true, SEA)).doesNotThrowAnyException();
    assertFails("more than 1", false, SEA);
    assertFails("more than 0", false);
  }

  @Test
  void commandsBeforeAndBetweenTheExpectedOnesAreNeverIgnored() {
    assertFails("its database is sea", true, SKY);
  }

  @Test
  void aCommandThatIsNotThereFails() {
    assertFails("no command 2", true, SEA, SKY, SEA);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{commandStartedEvent: {commandName: 'insert'}}",
        "{commandStartedEvent: {command: {ping: 2}}}",
        "{commandStartedEvent: {command: {x: {$$exists: false}}}}",
        "{commandStartedEvent: {hasServiceId: true}}",
        "{commandFailedEvent: {}}",
        "{}"
      })
  void aCommandThatDiffersOrIsNotUnderstoodFails(String expected) {
    assertThatThrownBy(() -> match(true, expected)).isInstanceOf(AssertionError.class);
  }

  private static void match(boolean ignoreExtra, String... expected) {
    ExpectedEvents.match(
        new BsonArray(Stream.of(expected).map(BsonDocument::parse).toList()), ignoreExtra, ACTUAL);
  }

  private static void assertFails(String why, boolean ignoreExtra, String... expected) {
    assertThatThrownBy(() -> match(ignoreExtra, expected))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(why);
  }
}
