package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.delivery.Dispatcher;
import dev.tidewatch.feed.control.delivery.NoHistory;
import dev.tidewatch.feed.control.history.OldestMoment;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.Entries;
import dev.tidewatch.feed.control.rules.FeedRules;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import java.time.Duration;
import java.time.Instant;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class FeedTest {

  private final ChangeLog log = new ChangeLog(10, 1 << 20);
  private final Feed feed =
      new Feed(
          new FeedDefinition(
              FeedSettings.of("orders", "shop.orders", Namespace.parse("shop.orders")),
              FeedRules.OPEN),
          () -> "nowhere",
          log,
          new FeedStreamFactory(null),
          new Dispatcher(Runnable::run).serve(log, NoHistory.of(log)),
          new OldestMoment(log, new FeedStreamFactory(null), Runnable::run));

  @Test
  void aPositionThatMongoCannotHaveSentYetLiesInTheFuture() {
    // the database's clock is a quarter of an hour behind this machine's
    Duration database = Duration.ofMinutes(-15);
    log.advance(position(database));
    feed.health().liveness().upToDate();

    assertThat(feed.isFuture(position(database.minusDays(1)))).isFalse();
    assertThat(feed.isFuture(position(database.plusSeconds(60)))).isFalse();
    assertThat(feed.isFuture(position(database.plusMinutes(5)))).isTrue();
    assertThat(feed.isFuture(position(Duration.ofHours(23)))).isTrue();
  }

  @Test
  void beforeTheWatchKnowsTheDatabasesClockThisMachinesCounts() {
    assertThat(feed.isFuture(position(Duration.ofHours(23)))).isFalse();
    assertThat(feed.isFuture(position(Duration.ofHours(25)))).isTrue();

    log.advance(position(Duration.ZERO));
    assertThat(feed.isFuture(position(Duration.ofHours(23)))).isFalse();
  }

  @Test
  void theLogHasWhatTheWatchAnnouncedOnce() {
    Change change = Entries.change(1);

    feed.announce(change);
    feed.append(change);
    feed.append(change);

    assertThat(log.size()).isOne();
    assertThat(log.at(0).content()).isSameAs(change);
    assertThat(feed.changes()).isOne();
  }

  @Test
  void anEventThatTheWatchDidNotAnnounceIsNoChangeOfTheFeed() {
    feed.append(Entries.change(1));
    feed.announce(Entries.change(2));
    feed.append(Entries.change(2));

    assertThat(log.size()).isZero();
    assertThat(feed.changes()).isZero();
  }

  @Test
  void theCountIsOfTheSameMomentAsThePosition() {
    assertThat(feed.seen()).isEqualTo(new ChangeLog.Seen(null, null, 0));

    log.advance(new Position("82AA"));
    append(change("82AB"));
    append(new Gap(Gap.Reason.OVERSIZED, new Position("82AB"), new Position("82AC")));
    append(change("82AD"));
    log.advance(new Position("82AE"));

    assertThat(feed.seen())
        .isEqualTo(new ChangeLog.Seen(new Position("82AE"), new Position("82AD"), 2));
  }

  @Test
  void anOutageIsTakenDownWithItsTimesAndIsOverWhenTheWatchReads() {
    log.advance(new Position("82AA"));
    feed.health().report(WatchStatus.LIVE);
    feed.health().review();
    assertThat(feed.outages()).isEmpty();

    Instant before = Instant.now();
    feed.health().report(WatchStatus.away("nowhere"));
    feed.health().review();
    assertThat(feed.outages())
        .singleElement()
        .satisfies(
            outage -> {
              assertThat(outage.from()).isBetween(before, Instant.now());
              assertThat(outage.to()).isNull();
              assertThat(outage.after()).isEqualTo(new Position("82AA"));
            });

    feed.health().report(WatchStatus.LIVE);
    Instant back = Instant.now();
    feed.health().review();
    feed.upToDate(new Position("82AB"));
    assertThat(feed.outages())
        .singleElement()
        .satisfies(
            outage -> {
              assertThat(outage.to()).isBetween(before, back);
              assertThat(outage.lost()).isFalse();
            });
  }

  private void append(FeedEntry entry) {
    feed.announce(entry);
    feed.append(entry);
  }

  private static Change change(String data) {
    return Change.of(RawBsonDocument.parse("{_id: {_data: '" + data + "'}}"));
  }

  private static Position position(Duration fromNow) {
    return new Position(
        String.format("82%08X0000000104", Instant.now().plus(fromNow).getEpochSecond()));
  }
}
