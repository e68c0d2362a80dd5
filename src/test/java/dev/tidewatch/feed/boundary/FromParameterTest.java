package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import java.time.Instant;
import java.util.List;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FromParameterTest {

  private static final Instant NOW = Instant.parse("2026-11-27T14:05:30.250Z");
  private static final Position HEAD =
      Position.ofTime(new BsonTimestamp((int) NOW.getEpochSecond() - 5, 7), null);

  @ParameterizedTest
  @CsvSource({
    "2026-11-27T14:05:00Z, 2026-11-27T14:05:00Z",
    "2026-11-27T14:05Z, 2026-11-27T14:05:00Z",
    "2026-11-27T15:05:00+01:00, 2026-11-27T14:05:00Z",
    "2026-11-27T15:05:00 01:00, 2026-11-27T14:05:00Z",
    "2026-11-27T09:05:00-05:00, 2026-11-27T14:05:00Z",
    "2026-11-27T14:05:00.999999Z, 2026-11-27T14:05:00Z",
    "2026-11-27T14:05:30.999Z, 2026-11-27T14:05:30Z",
    "-30s, 2026-11-27T14:05:00Z",
    "-10m, 2026-11-27T13:55:30Z",
    "-2h, 2026-11-27T12:05:30Z",
    "-1d, 2026-11-26T14:05:30Z",
    "-0s, 2026-11-27T14:05:30Z",
    "1950-01-01T00:00:00Z, 1970-01-01T00:00:01Z",
    "-999999999d, 1970-01-01T00:00:01Z"
  })
  void aMomentIsTheBeginningOfItsSecond(String from, Instant second) {
    assertThat(parse(from).clusterTime())
        .contains(new BsonTimestamp((int) second.getEpochSecond(), 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "2026-11-27",
        "2026-11-27T14:05:00",
        "2026-11-27T25:00:00Z",
        "1795788300",
        "10m",
        "+10m",
        "--1d",
        "-1w",
        "-1.5h",
        "-m",
        "-1234567890s",
        "-١m"
      })
  void whatIsNoMomentIsRefused(String from) {
    assertThatThrownBy(() -> parse(from))
        .isInstanceOfSatisfying(
            BadParameterException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(CloseReason.BAD_MOMENT);
              assertThat(e.parameter()).isEqualTo("from");
            })
        .hasMessageContaining("must be an instant with its offset");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-27T14:05:31Z", "2200-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z"})
  void theFutureIsRefused(String from) {
    assertThatThrownBy(() -> parse(from))
        .isInstanceOf(BadParameterException.class)
        .hasMessageContaining("in the future: it is 2026-11-27T14:05:30.250Z here");
  }

  /** The clock of MongoDB may be ahead of this server's. */
  @Test
  void whatTheWatchHasReachedIsNotTheFuture() {
    Position ahead = Position.ofTime(new BsonTimestamp((int) NOW.getEpochSecond() + 60, 1), null);

    assertThat(FromParameter.parse(null, List.of("2026-11-27T14:06:30Z"), NOW, ahead)).isNotNull();
    assertThatThrownBy(() -> FromParameter.parse(null, List.of("2026-11-27T14:06:31Z"), NOW, ahead))
        .isInstanceOf(BadParameterException.class);
  }

  @Test
  void itReplacesAfter() {
    assertThatThrownBy(() -> FromParameter.parse("ODI2QjAxMTI", List.of("-1m"), NOW, HEAD))
        .isInstanceOf(BadParameterException.class)
        .hasMessageContaining("replaces the parameter after");
    assertThat(FromParameter.parse("", List.of("-1m"), NOW, HEAD)).isNotNull();
  }

  @Test
  void emptyValuesCountAsMissing() {
    assertThat(FromParameter.parse(null, List.of(), NOW, HEAD)).isNull();
    assertThat(FromParameter.parse("ODI2QjAxMTI", List.of("", " "), NOW, HEAD)).isNull();
    assertThat(FromParameter.parse(null, List.of("", "-1m"), NOW, HEAD)).isNotNull();
  }

  @Test
  void severalMomentsAreRefused() {
    assertThatThrownBy(() -> FromParameter.parse(null, List.of("-1m", "-2m"), NOW, HEAD))
        .isInstanceOf(BadParameterException.class)
        .hasMessageContaining("once");
  }

  @Test
  void aWatchThatHasNotBegunHasAVersionAllTheSame() {
    Position moment = FromParameter.parse(null, List.of("-1m"), NOW, null);

    assertThat(Position.ofId(moment.id())).isEqualTo(moment);
  }

  private static Position parse(String from) {
    return FromParameter.parse(null, List.of(from), NOW, HEAD);
  }
}
