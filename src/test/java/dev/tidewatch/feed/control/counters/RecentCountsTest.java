package dev.tidewatch.feed.control.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.counters.RecentCounts.Kind;
import dev.tidewatch.feed.control.counters.RecentCounts.Window;
import dev.tidewatch.feed.entity.Change;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

class RecentCountsTest {

  private static final Instant NOW = Instant.parse("2026-11-27T14:15:00.300Z");

  private final RecentCounts counts = new RecentCounts();

  @Test
  void aChangeCountsInTheSecondInWhichItHappened() {
    counts.add(change("insert", NOW.minusSeconds(10)), NOW);
    counts.add(change("insert", NOW.minusSeconds(10)), NOW);
    counts.add(change("createIndexes", NOW), NOW);

    Window window = counts.until(NOW);
    assertThat(window.begin()).isEqualTo(Instant.parse("2026-11-27T14:00:01Z"));
    assertThat(window.counts().get(Kind.INSERT)[889]).isEqualTo(2);
    assertThat(window.counts().get(Kind.OTHER)[899]).isEqualTo(1);
    assertThat(total(window)).isEqualTo(3);
  }

  @Test
  void aClockThatIsAheadCountsAsNowAndWhatIsOldNotAtAll() {
    counts.add(change("update", NOW.plusSeconds(100)), NOW);
    counts.add(change("update", NOW.minusSeconds(900)), NOW);

    assertThat(counts.until(NOW).counts().get(Kind.UPDATE)[899]).isEqualTo(1);
    assertThat(total(counts.until(NOW))).isEqualTo(1);
  }

  @Test
  void whatIsTooOldIsForgotten() {
    counts.add(change("delete", NOW), NOW);

    assertThat(total(counts.until(NOW.plusSeconds(899)))).isEqualTo(1);
    assertThat(total(counts.until(NOW.plusSeconds(900)))).isZero();
    assertThat(total(counts.until(NOW.plusSeconds(100_000)))).isZero();
  }

  /** Against a list of everything that was counted. */
  @Test
  void randomChangesAreCountedWhereTheyBelong() {
    long seed = System.nanoTime() & 0xFFFFFF;
    Random random = new Random(seed);
    Map<Long, Integer> expected = new HashMap<>();
    Instant now = NOW;
    for (int i = 0; i < 5000; i++) {
      now = now.plusMillis(random.nextInt(random.nextInt(50) == 0 ? 400_000 : 900));
      Instant at = now.minusMillis(random.nextInt(random.nextInt(20) == 0 ? 1_000_000 : 3000));
      counts.add(change("replace", at), now);
      if (at.getEpochSecond() > now.getEpochSecond() - RecentCounts.SECONDS) {
        expected.merge(at.getEpochSecond(), 1, Integer::sum);
      }
      if (i % 100 == 0) {
        Window window = counts.until(now);
        long first = window.begin().getEpochSecond();
        for (int s = 0; s < RecentCounts.SECONDS; s++) {
          assertThat(window.counts().get(Kind.REPLACE)[s])
              .as("seed %d, change %d, second %d", seed, i, s)
              .isEqualTo(expected.getOrDefault(first + s, 0));
        }
      }
    }
  }

  @Test
  void itBeginsOnce() {
    assertThat(counts.began()).isNull();
    counts.begin(NOW);
    counts.begin(NOW.plusSeconds(1));

    assertThat(counts.began()).isEqualTo(NOW);
  }

  private static int total(Window window) {
    return window.counts().values().stream().flatMapToInt(Arrays::stream).sum();
  }

  private static Change change(String operation, Instant time) {
    BsonDocument document =
        new BsonDocument("_id", new BsonDocument("_data", new BsonString("8264B0")))
            .append("operationType", new BsonString(operation))
            .append("wallTime", new BsonDateTime(time.toEpochMilli()));
    return Change.of(new RawBsonDocument(document, new BsonDocumentCodec()));
  }
}
