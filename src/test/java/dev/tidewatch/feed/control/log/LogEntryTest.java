package dev.tidewatch.feed.control.log;

import static dev.tidewatch.feed.control.log.Entries.position;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.batch.Batch;
import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.control.batch.LargeEntryEncoder;
import dev.tidewatch.feed.control.encoding.WebSocketFrame;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.JsonForm;
import java.util.List;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class LogEntryTest {

  /** A document whose one field has a type that there is not. */
  private static final byte[] CORRUPT = {8, 0, 0, 0, 0x55, 'a', 0, 0};

  private final LogEntry entry =
      new LogEntry(new Change(position(7), new RawBsonDocument(CORRUPT)));

  @Test
  void aChangeThatCannotBeEncodedIsAGapInEveryForm() {
    assertThat(entry.isChange()).isTrue();

    assertThat(new String(entry.json(JsonForm.RELAXED), UTF_8))
        .startsWith("{\"type\": \"gap\", \"reason\": \"unreadable\"")
        .endsWith("\"position\": \"" + position(7).id() + "\"}");
    assertThat(entry.isChange()).isFalse();
    assertThat(WebSocketFrame.text(entry.htmlFrame()))
        .startsWith("{\"operationType\": \"gap\", \"reason\": \"unreadable\"");
  }

  @Test
  void eachFormOfJsonIsEncodedOnceAndWeighed() {
    LogEntry change = Entries.entry(3);
    long before = change.weight();

    byte[] relaxed = change.json(JsonForm.RELAXED);
    assertThat(change.hasJson(JsonForm.CANONICAL)).isFalse();
    byte[] canonical = change.json(JsonForm.CANONICAL);

    assertThat(change.json(JsonForm.RELAXED)).isSameAs(relaxed);
    assertThat(change.json(JsonForm.CANONICAL)).isSameAs(canonical);
    assertThat(change.weight()).isEqualTo(before + relaxed.length + canonical.length);
  }

  @Test
  void readersGetItOnceAndWhatFollows() {
    ChangeLog log = new ChangeLog(10, 1 << 20);
    BatchCache batches =
        new BatchCache(log, new V1Format("f"), new LargeEntryEncoder(Runnable::run, () -> {}));
    log.append(entry);
    log.append(Entries.entry(8));

    List<Batch> sent = List.of(batches.from(0), batches.from(1));

    assertThat(sent.get(0).message().texts().get(0)).startsWith("{\"type\": \"gap\"");
    assertThat(sent.get(0).next()).isOne();
    assertThat(sent.get(1).message().changes()).isOne();
  }
}
