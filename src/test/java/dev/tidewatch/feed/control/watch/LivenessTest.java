package dev.tidewatch.feed.control.watch;

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

class LivenessTest {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Liveness liveness = new Liveness(() -> now);

  @Test
  void beforeItHasHeardAnythingNothingIsKnown() {
    later(60);

    assertThat(liveness.lag()).isEmpty();
    assertThat(liveness.isSilent()).isFalse();
  }

  @Test
  void theLagIsTheTimeSinceTheLastEmptyAnswer() {
    liveness.upToDate();
    later(3);

    assertThat(liveness.lag()).contains(Duration.ofSeconds(3));
  }

  @Test
  void aWatchThatReadsOldChangesIsAsFarBehindAsTheyAreOld() {
    liveness.announcing(changeAt(now.minusSeconds(600)));
    assertThat(liveness.lag()).contains(Duration.ofSeconds(600));

    liveness.announced();
    liveness.upToDate();
    liveness.announcing(changeAt(now.minusSeconds(600)));
    assertThat(liveness.lag()).contains(Duration.ZERO);
  }

  @Test
  void aDatabaseClockThatIsAheadMakesNoNegativeLag() {
    liveness.announcing(changeAt(now.plusSeconds(5)));

    assertThat(liveness.lag()).contains(Duration.ZERO);
  }

  @Test
  void itIsSilentWhenNothingHasBeenHeardForFourSeconds() {
    liveness.upToDate();
    later(4);
    assertThat(liveness.isSilent()).isFalse();
    later(1);
    assertThat(liveness.isSilent()).isTrue();

    liveness.heard();
    assertThat(liveness.isSilent()).isFalse();
  }

  @Test
  void anOutageBeginsWithTheLastAnswerWheneverItIsNoticed() {
    WatchStatus away = WatchStatus.away("MongoDB cannot be reached.");
    assertThat(liveness.since(away)).isEqualTo(now);

    liveness.upToDate();
    Instant answer = now;
    later(3);
    liveness.heard();
    assertThat(liveness.since(away)).isEqualTo(answer);
    assertThat(liveness.since(WatchStatus.PAUSED)).isEqualTo(now);

    liveness.announcing(changeAt(now));
    Instant change = now;
    later(5);
    assertThat(liveness.since(away)).isEqualTo(change);
    assertThat(liveness.since(WatchStatus.reconnecting("An observer does not return.")))
        .isEqualTo(change);
  }

  @Test
  void itKnowsWhetherItWaitsForAnObserver() {
    liveness.announcing(changeAt(now));
    assertThat(liveness.waitsForObserver()).isTrue();

    liveness.announced();
    assertThat(liveness.waitsForObserver()).isFalse();
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
