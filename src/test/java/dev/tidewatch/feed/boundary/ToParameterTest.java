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

class ToParameterTest {

  private static final Instant NOW = Instant.parse("2026-11-27T14:15:00Z");
  private static final Position HEAD = at(NOW.minusSeconds(1));
  private static final Position START = at(NOW.minusSeconds(600));

  @Test
  void withoutItTheExportEndsWhereTheWatchIs() {
    assertThat(parse()).isSameAs(HEAD);
    assertThat(parse("", " ")).isSameAs(HEAD);
  }

  @ParameterizedTest
  @CsvSource({
    "-1m, 60",
    "2026-11-27T14:14:00Z, 60",
    "2026-11-27T15:14:00.900+01:00, 60",
    "-10m, 600"
  })
  void aMomentIsTheBeginningOfItsSecond(String to, int secondsAgo) {
    assertThat(parse(to).seconds()).isEqualTo(NOW.getEpochSecond() - secondsAgo);
    assertThat(parse(to).isAfter(at(NOW.minusSeconds(secondsAgo + 1)))).isTrue();
    assertThat(parse(to).isAfter(at(NOW.minusSeconds(secondsAgo - 1)))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "yesterday, an instant with its offset",
    "2026-11-27T14:20:00Z, in the future",
    "-11m, before the beginning"
  })
  void anotherTextIsRefusedWithTheRemedy(String to, String words) {
    assertRefused(words, to);
  }

  @Test
  void twoMomentsAreRefused() {
    assertRefused("once", "-1m", "-2m");
  }

  private static void assertRefused(String words, String... to) {
    assertThatThrownBy(() -> parse(to))
        .isInstanceOfSatisfying(
            BadParameterException.class,
            e -> {
              assertThat(e.parameter()).isEqualTo("to");
              assertThat(e.reason()).isEqualTo(CloseReason.BAD_END);
            })
        .hasMessageContaining(words);
  }

  private static Position parse(String... to) {
    return ToParameter.parse(List.of(to), START, HEAD, NOW);
  }

  private static Position at(Instant moment) {
    return Position.ofTime(new BsonTimestamp((int) moment.getEpochSecond(), 0), null);
  }
}
