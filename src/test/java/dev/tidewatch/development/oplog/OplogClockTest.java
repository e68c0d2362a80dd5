package dev.tidewatch.development.oplog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class OplogClockTest {

  private Instant now = Instant.ofEpochSecond(1000);
  private final OplogClock clock =
      new OplogClock(
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }
          });

  @Test
  void timesGrowWithinASecond() {
    assertThat(clock.next()).isLessThan(clock.next());
  }

  @Test
  void timesGrowEvenIfTheWallClockGoesBack() {
    long before = clock.next();

    now = now.minusSeconds(10);

    assertThat(clock.next()).isGreaterThan(before);
    assertThat(clock.mark()).isGreaterThan(before);
  }

  @Test
  void aMarkStandsAfterTheEntriesBeforeItAndBeforeThoseAfterIt() {
    long before = clock.next();

    long mark = clock.mark();

    assertThat(mark).isGreaterThan(before);
    assertThat(clock.next()).isGreaterThan(mark);
  }

  @Test
  void aMarkMovesOnlyWithEntriesOrSeconds() {
    long mark = clock.mark();

    assertThat(clock.mark()).isEqualTo(mark);

    now = now.plusSeconds(1);
    assertThat(clock.mark()).isGreaterThan(mark);
  }
}
