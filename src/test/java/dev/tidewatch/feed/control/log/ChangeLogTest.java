package dev.tidewatch.feed.control.log;

import static dev.tidewatch.feed.control.log.Entries.entry;
import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class ChangeLogTest {

  private static final long AMPLE = 1 << 20;

  @Test
  void beforeTheStreamIsOpenNoPositionIsInTheLog() {
    ChangeLog log = new ChangeLog(4, AMPLE);

    assertThat(log.head()).isNull();
    assertThat(log.after(position(1))).isEmpty();
  }

  @Test
  void aPositionIsFoundByTheFirstEntryGreaterThanIt() {
    ChangeLog log = logOf(4, AMPLE, 10, 20, 30);

    assertThat(log.after(position(9))).isEmpty();
    assertThat(log.after(position(10))).hasValue(1);
    assertThat(log.after(position(19))).hasValue(1);
    assertThat(log.after(position(20))).hasValue(2);
    assertThat(log.after(position(30))).hasValue(3);
    assertThat(log.after(position(99))).hasValue(3);
  }

  @Test
  void anEntryThatDoesNotFollowTheOthersBeginsTheLogAfresh() {
    ChangeLog log = logOf(4, AMPLE, 10, 20, 30);
    Gap gap = new Gap(Gap.Reason.HISTORY_LOST, position(30), position(15));
    log.append(new LogEntry(gap));
    log.append(entry(16));
    log.append(entry(25));

    // readers by number go on with the gap
    assertThat(log.at(2)).isNull();
    assertThat(log.at(3).content()).isEqualTo(gap);
    assertThat(log.head()).isEqualTo(position(25));
    assertThat(log.size()).isEqualTo(3);
    assertThat(log.after(position(14))).isEmpty();
    assertThat(log.after(position(15))).hasValue(4);
    assertThat(log.after(position(16))).hasValue(5);
    assertThat(log.after(position(25))).hasValue(6);
  }

  @Test
  void theLogBeginsWhereTheStreamWasOpened() {
    ChangeLog log = new ChangeLog(4, AMPLE);
    log.advance(position(5));
    log.append(entry(10));

    assertThat(log.after(position(4))).isEmpty();
    assertThat(log.after(position(5))).hasValue(0);
    assertThat(log.beginning()).isEqualTo(position(5));
  }

  @Test
  void anIdOfBeforeARestoreIsToldWhereTheLogBeganAfresh() {
    ChangeLog log = atSeconds(8, 10_010, 10_020, 10_030);

    log.append(entryAt(100));
    log.append(entryAt(110));

    assertThat(log.head()).isEqualTo(second(110));
    assertThat(log.hasLeft(2)).isTrue();
    assertThat(log.at(3).position()).isEqualTo(second(100));
    assertThat(log.size()).isEqualTo(2);
    // of the new course of events
    assertThat(log.after(second(99))).isEmpty();
    assertThat(log.after(second(100))).hasValue(4);
    assertThat(log.after(second(115))).hasValue(5);
    // of the former one: told from where the log began again
    assertThat(log.after(second(10_010))).hasValue(3);
    assertThat(log.after(second(10_030))).hasValue(3);
    // of neither
    assertThat(log.after(second(10_031))).hasValue(5);
  }

  @Test
  void itIsReadInMongoDbOnceThatHasLeftTheLog() {
    ChangeLog log = atSeconds(2, 10_010, 100, 110, 120);

    assertThat(log.after(second(10_010))).isEmpty();
    assertThat(log.after(second(110))).hasValue(3);
  }

  private static ChangeLog atSeconds(int maxEntries, int... seconds) {
    ChangeLog log = new ChangeLog(maxEntries, AMPLE);
    for (int second : seconds) {
      log.append(entryAt(second));
    }
    return log;
  }

  /** With a whole cluster time, as of a server. */
  private static Position second(int second) {
    return new Position(String.format("82%08X00000001", second));
  }

  private static LogEntry entryAt(int second) {
    return new LogEntry(
        Change.of(
            RawBsonDocument.parse(
                "{_id: {_data: '" + second(second).data() + "'}, operationType: 'insert'}")));
  }

  @Test
  void theOldestLeaveWhenThereAreTooMany() {
    ChangeLog log = logOf(3, AMPLE, 10, 20, 30, 40, 50);

    assertThat(log.hasLeft(1)).isTrue();
    assertThat(log.at(1)).isNull();
    assertThat(log.hasLeft(2)).isFalse();
    assertThat(log.at(2).position()).isEqualTo(position(30));
    assertThat(log.at(4).position()).isEqualTo(position(50));
    assertThat(log.at(5)).isNull();
    assertThat(log.after(position(19))).isEmpty();
    assertThat(log.after(position(20))).hasValue(2);
  }

  @Test
  void theOldestLeaveWhenTheyAreTooBigAndTheNewestStays() {
    long weight = entry(10).weight();
    ChangeLog log = logOf(100, 2 * weight, 10, 20, 30);

    assertThat(log.at(0)).isNull();
    assertThat(log.at(1)).isNotNull();
    assertThat(log.bytes()).isEqualTo(2 * weight);
    assertThat(logOf(100, 1, 10, 20).at(1)).isNotNull();
  }

  @Test
  void whatIsEncodedCountsOnceItIsMade() {
    ChangeLog log = logOf(100, AMPLE, 10);
    long before = log.bytes();

    String text = log.at(0).htmlText();
    log.weigh(log.at(0));
    assertThat(log.bytes()).isEqualTo(before + 2L * text.length());

    byte[] frame = log.at(0).htmlFrame();
    log.weigh(log.at(0));
    log.weigh(log.at(0));
    assertThat(log.bytes()).isEqualTo(before + 2L * text.length() + frame.length);
  }

  @Test
  void whatIsEncodedAfterTheEntryHasLeftIsNotCounted() {
    ChangeLog log = logOf(1, AMPLE, 10);
    LogEntry left = log.at(0);
    log.append(entry(20));
    long before = log.bytes();

    left.htmlText();
    log.weigh(left);

    assertThat(log.bytes()).isEqualTo(before);
  }

  @Test
  void theHeadNeverGoesBack() {
    ChangeLog log = logOf(4, AMPLE, 10);

    log.advance(position(15));
    log.advance(position(12));

    assertThat(log.head()).isEqualTo(position(15));
  }

  private static ChangeLog logOf(int maxEntries, long maxBytes, int... numbers) {
    ChangeLog log = new ChangeLog(maxEntries, maxBytes);
    for (int number : numbers) {
      log.append(entry(number));
    }
    return log;
  }
}
