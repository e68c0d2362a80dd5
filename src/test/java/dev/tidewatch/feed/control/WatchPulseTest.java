package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.WatchStatus;
import java.time.Duration;
import java.time.Instant;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

class WatchPulseTest {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final WatchPulse pulse = new WatchPulse(() -> now);

  @Test
  void beforeItHasHeardAnythingNothingIsKnown() {
    later(60);

    assertThat(pulse.lag()).isEmpty();
    assertThat(pulse.isSilent()).isFalse();
  }

  @Test
  void theLagIsTheTimeSinceTheLastEmptyAnswer() {
    pulse.upToDate();
    later(3);

    assertThat(pulse.lag()).contains(Duration.ofSeconds(3));
  }

  @Test
  void aWatchThatReadsOldChangesIsAsFarBehindAsTheyAreOld() {
    pulse.announcing(changeAt(now.minusSeconds(600)));
    assertThat(pulse.lag()).contains(Duration.ofSeconds(600));

    pulse.announced();
    pulse.upToDate();
    pulse.announcing(changeAt(now.minusSeconds(600)));
    assertThat(pulse.lag()).contains(Duration.ZERO);
  }

  @Test
  void aDatabaseClockThatIsAheadMakesNoNegativeLag() {
    pulse.announcing(changeAt(now.plusSeconds(5)));

    assertThat(pulse.lag()).contains(Duration.ZERO);
  }

  @Test
  void itIsSilentWhenNothingHasBeenHeardForFourSeconds() {
    pulse.upToDate();
    later(4);
    assertThat(pulse.isSilent()).isFalse();
    later(1);
    assertThat(pulse.isSilent()).isTrue();

    pulse.heard();
    assertThat(pulse.isSilent()).isFalse();
  }

  @Test
  void anOutageBeginsWithTheLastAnswerWheneverItIsNoticed() {
    WatchStatus away = WatchStatus.away("MongoDB cannot be reached.");
    assertThat(pulse.since(away)).isEqualTo(now);

    pulse.upToDate();
    Instant answer = now;
    later(3);
    pulse.heard();
    assertThat(pulse.since(away)).isEqualTo(answer);
    assertThat(pulse.since(WatchStatus.PAUSED)).isEqualTo(now);

    pulse.announcing(changeAt(now));
    Instant change = now;
    later(5);
    assertThat(pulse.since(away)).isEqualTo(change);
    assertThat(pulse.since(WatchStatus.reconnecting("An observer does not return.")))
        .isEqualTo(change);
  }

  @Test
  void itKnowsWhetherItWaitsForAnObserver() {
    pulse.announcing(changeAt(now));
    assertThat(pulse.waitsForObserver()).isTrue();

    pulse.announced();
    assertThat(pulse.waitsForObserver()).isFalse();
  }

  private void later(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private static Change changeAt(Instant time) {
    BsonDocument document =
        BsonDocument.parse("{_id: {_data: '82AA'}}")
            .append("wallTime", new BsonDateTime(time.toEpochMilli()));
    return Change.of(new RawBsonDocument(document, new BsonDocumentCodec()));
  }
}
