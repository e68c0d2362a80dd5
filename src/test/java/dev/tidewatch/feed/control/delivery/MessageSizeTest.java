package dev.tidewatch.feed.control.delivery;

import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.format.PollFormat;
import dev.tidewatch.feed.control.format.SseFormat;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSizeTest {

  private static final String EVERY_LENGTH = "aé€😀";

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 4000, 30_000})
  void theSeedsMessagesHaveTheSameSizeAsTextsAndAsFrames(int repeated) {
    OutboundMessage asTexts = HtmlFormat.INSTANCE.join(List.of(entry(repeated), gap()));
    OutboundMessage asFrames = HtmlFormat.INSTANCE.join(List.of(entry(repeated), gap()));
    long bytes = asTexts.texts().stream().mapToLong(MessageSizeTest::bytes).sum();
    assertThat(asFrames.bytes().length).isGreaterThan((int) bytes);

    assertThat(asTexts.size()).isEqualTo((int) bytes);
    assertThat(asFrames.size()).isEqualTo((int) bytes);
    assertThat(asFrames.changes()).isOne();
  }

  @Test
  void aFeedsMessagesHaveTheSizeOfTheirTexts() {
    V1Format format = new V1Format("orders");
    for (OutboundMessage message :
        List.of(
            format.join(List.of(entry(1), entry(2))),
            format.join(List.of(gap())),
            format.hello(position(1)),
            format.heartbeat(position(1)))) {
      assertThat(message.size()).isEqualTo((int) bytes(message.texts().get(0)));
    }
    assertThat(format.join(List.of(entry(1), entry(2))).changes()).isEqualTo(2);
    assertThat(format.join(List.of(gap())).changes()).isZero();
    assertThat(format.hello(position(1)).changes()).isZero();
  }

  @Test
  void gapsAreNoChanges() {
    List<LogEntry> entries = List.of(gap(), entry(1), entry(2));

    assertThat(new SseFormat(WireFormat.DEFAULT_BYTES).join(entries).changes()).isEqualTo(2);
    assertThat(new PollFormat(WireFormat.DEFAULT_BYTES).join(entries).changes()).isEqualTo(2);
    assertThat(PollFormat.empty(position(1)).changes()).isZero();
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static LogEntry gap() {
    return new LogEntry(new Gap(Gap.Reason.HISTORY_LOST, position(1), position(5)));
  }

  private static LogEntry entry(int repeated) {
    return new LogEntry(
        Change.of(
            RawBsonDocument.parse(
                "{_id: {_data: '82AA'}, operationType: 'insert', text: '"
                    + EVERY_LENGTH.repeat(repeated)
                    + "'}")));
  }
}
