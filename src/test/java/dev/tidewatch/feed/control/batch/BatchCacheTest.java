package dev.tidewatch.feed.control.batch;

import static dev.tidewatch.feed.control.log.Entries.entry;
import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.format.PollFormat;
import dev.tidewatch.feed.control.format.SseFormat;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.Entries;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Gap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCacheTest {

  private final ChangeLog log = new ChangeLog(1000, 1 << 24);
  private final BatchCache batches =
      new BatchCache(log, new V1Format("orders"), new LargeEntryEncoder(Runnable::run, () -> {}));

  @Test
  void readersAtTheSamePositionGetTheSameMessage() {
    append(1, 2);

    Batch batch = batches.from(0);

    assertThat(batch.next()).isEqualTo(2);
    assertThat(batch.end()).isEqualTo(position(2));
    append(3);
    assertThat(batches.from(0)).isSameAs(batch);
    assertThat(batches.from(2).end()).isEqualTo(position(3));
    assertThat(batches.from(3)).isNull();
  }

  @Test
  void aMessageHoldsAsManyAsAreWaitingUpToItsBound() {
    for (int n = 1; n <= BatchCache.MAX_ENTRIES + 1; n++) {
      append(n);
    }

    assertThat(batches.from(0).next()).isEqualTo(BatchCache.MAX_ENTRIES);
  }

  @Test
  void readersThatDivergedConvergeOnBatchBoundaries() {
    for (int n = 1; n <= 2 * BatchCache.MAX_ENTRIES; n++) {
      append(n);
    }

    assertThat(batches.from(0).next()).isEqualTo(BatchCache.MAX_ENTRIES);
    assertThat(batches.from(7).next()).isEqualTo(BatchCache.MAX_ENTRIES);
    Batch shared = batches.from(BatchCache.MAX_ENTRIES);
    assertThat(batches.from(9).next()).isEqualTo(BatchCache.MAX_ENTRIES);
    assertThat(batches.from(BatchCache.MAX_ENTRIES)).isSameAs(shared);
  }

  @Test
  void onlyTheLatestBatchesAreKept() {
    append(IntStream.rangeClosed(1, BatchCache.KEPT + 1).toArray());
    Batch first = batches.from(0);
    Batch second = batches.from(1);
    for (int n = 2; n <= BatchCache.KEPT; n++) {
      batches.from(n);
    }

    assertThat(batches.from(1)).isSameAs(second);
    assertThat(batches.from(0)).isNotSameAs(first);
  }

  @Test
  void aMessageIsNoLargerThanItsBoundUnlessOneChangeAloneIs() {
    int third = WireFormat.DEFAULT_BYTES / 3;
    for (int n = 1; n <= 3; n++) {
      log.append(Entries.large(n, third));
    }
    log.append(Entries.large(4, 2 * WireFormat.DEFAULT_BYTES));

    Batch two = batches.from(0);
    assertThat(two.next()).isEqualTo(2);
    assertThat(two.message().texts().get(0).length()).isLessThanOrEqualTo(WireFormat.DEFAULT_BYTES);
    assertThat(batches.from(2).next()).isEqualTo(3);
    assertThat(batches.from(3).next()).isEqualTo(4);
  }

  /** Whatever the form, the bound and the changes: the message itself is measured. */
  @ParameterizedTest
  @ValueSource(ints = {1024, 8192, 65_536, 262_144})
  void noMessageIsLargerThanItsReadersBound(int bound) {
    Random random = new Random(bound);
    for (int n = 1; n <= 900; n++) {
      log.append(Entries.large(n, random.nextInt(Math.min(bound / 4, 8000))));
    }

    for (WireFormat format :
        List.of(new V1Format("orders", bound), new SseFormat(bound), new PollFormat(bound))) {
      BatchCache bounded =
          new BatchCache(log, format, new LargeEntryEncoder(Runnable::run, () -> {}));
      int several = 0;
      for (long next = 0; next < 900; ) {
        Batch batch = bounded.from(next);
        assertThat(batch.message().size()).as("%s at %s", format, next).isLessThanOrEqualTo(bound);
        several += batch.next() > next + 1 ? 1 : 0;
        next = batch.next();
      }
      assertThat(several).isPositive();
    }
  }

  @Test
  void aGapIsAMessageOfItsOwn() {
    append(1);
    log.append(new LogEntry(new Gap(Gap.Reason.HISTORY_LOST, position(1), position(5))));
    append(6, 7);

    assertThat(batches.from(0).next()).isEqualTo(1);
    assertThat(batches.from(1).next()).isEqualTo(2);
    assertThat(batches.from(1).message().texts())
        .containsExactly(
            "{\"type\": \"gap\", \"reason\": \"history-lost\", \"after\": \""
                + position(1).id()
                + "\", \"position\": \""
                + position(5).id()
                + "\"}");
    assertThat(batches.from(2).next()).isEqualTo(4);
  }

  @Test
  void whatWasEncodedForABatchIsCountedByTheLog() {
    append(1);
    long before = log.bytes();
    batches.from(0);
    batches.clear();

    assertThat(log.bytes()).isGreaterThan(before);
  }

  private void append(int... numbers) {
    for (int number : numbers) {
      log.append(entry(number));
    }
  }
}
