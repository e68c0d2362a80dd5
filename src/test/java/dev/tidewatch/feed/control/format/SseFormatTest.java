package dev.tidewatch.feed.control.format;

import static dev.tidewatch.feed.control.log.Entries.entry;
import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Gap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseFormatTest {

  private static final WireFormat FORMAT = new SseFormat(WireFormat.DEFAULT_BYTES);

  @Test
  void aGreetingIsANamedEventWithDataAndTheReadersPosition() {
    assertThat(text(FORMAT.hello(position(7))))
        .isEqualTo("retry: 1000\nid: " + position(7).id() + "\nevent: hello\ndata: {}\n\n");
  }

  @Test
  void aHeartbeatIsANamedEventWithDataAndThePosition() {
    assertThat(text(FORMAT.heartbeat(position(8))))
        .isEqualTo("id: " + position(8).id() + "\nevent: heartbeat\ndata: {}\n\n");
  }

  @Test
  void aHeartbeatBeforeTheStreamWasOpenedHasNoId() {
    assertThat(text(FORMAT.heartbeat(null))).isEqualTo("event: heartbeat\ndata: {}\n\n");
  }

  @Test
  void eachChangeAndGapHasItsId() {
    Gap gap = new Gap(Gap.Reason.HISTORY_LOST, position(1), position(2));

    assertThat(text(FORMAT.join(List.of(new LogEntry(gap), entry(3)))))
        .isEqualTo(
            "id: "
                + position(2).id()
                + "\nevent: gap\ndata: {\"type\": \"gap\", \"reason\": \"history-lost\", \"after\": \""
                + position(1).id()
                + "\", \"position\": \""
                + position(2).id()
                + "\"}\n\nid: "
                + position(3).id()
                + "\nevent: change\ndata: {\"operationType\": \"insert\"}\n\n");
  }

  private static String text(OutboundMessage message) {
    return new String(message.bytes(), StandardCharsets.UTF_8);
  }

  private static final DocumentsFormat DOCUMENTS = new SseFormat(WireFormat.DEFAULT_BYTES);

  @Test
  void documentsHaveNoIdAndCurrentHasItsPosition() {
    assertThat(text(DOCUMENTS.documents(List.of(utf8("{\"_id\": 1}"), utf8("{\"_id\": 2}")))))
        .isEqualTo("event: documents\ndata: {\"documents\":[{\"_id\": 1},{\"_id\": 2}]}\n\n");
    assertThat(text(DOCUMENTS.current(position(5), 2)))
        .isEqualTo(
            "id: "
                + position(5).id()
                + "\nevent: current\ndata: {\"position\":\""
                + position(5).id()
                + "\",\"count\":2}\n\n");
    assertThat(text(DOCUMENTS.waiting())).doesNotContain("id:");
    assertThat(text(DOCUMENTS.hello(null))).doesNotContain("id:");
  }

  /** A browser would come back with an id that it has no documents of. */
  @Test
  void aResetTakesTheLastIdBackAndChangesBeforeCurrentHaveNone() {
    assertThat(text(DOCUMENTS.reset("drop")))
        .isEqualTo("id: \nevent: reset\ndata: {\"reason\":\"drop\"}\n\n");
    assertThat(text(DOCUMENTS.beforeCurrent().join(List.of(entry(3)))))
        .isEqualTo("event: change\ndata: {\"operationType\": \"insert\"}\n\n");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
