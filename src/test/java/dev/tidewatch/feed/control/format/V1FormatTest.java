package dev.tidewatch.feed.control.format;

import static dev.tidewatch.feed.control.log.Entries.entry;
import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.JsonForm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class V1FormatTest {

  private final WireFormat format = new V1Format("orders");

  @Test
  void severalChangesAreOneMessageEachWithItsId() {
    OutboundMessage message = format.join(List.of(entry(1), entry(2)));

    assertThat(message.texts())
        .containsExactly("{\"type\":\"changes\",\"changes\":[" + item(1) + "," + item(2) + "]}");
  }

  /** Only the changes differ; readers of one form share what is encoded. */
  @Test
  void changesComeInTheFormOfTheirReaders() {
    LogEntry entry =
        new LogEntry(
            Change.of(
                RawBsonDocument.parse("{_id: {_data: '82AB'}, operationType: 'insert', n: 1}")));
    String id = entry.position().id();

    assertThat(new V1Format("f", 1024, JsonForm.CANONICAL).join(List.of(entry)).texts().get(0))
        .isEqualTo(
            "{\"type\":\"changes\",\"changes\":[{\"id\":\""
                + id
                + "\",\"change\":{\"operationType\": \"insert\","
                + " \"n\": {\"$numberInt\": \"1\"}}}]}");
    String number = "{\"$numberInt\": \"1\"}";
    for (WireFormat format :
        List.of(
            new PollFormat(1024, JsonForm.CANONICAL), new SseFormat(1024, JsonForm.CANONICAL))) {
      assertThat(new String(format.join(List.of(entry)).bytes(), StandardCharsets.UTF_8))
          .contains(number);
      assertThat(format.sizeOf(entry)).isGreaterThan(entry.json(JsonForm.CANONICAL).length);
    }
    assertThat(new SseFormat(1024, JsonForm.CANONICAL).beforeCurrent())
        .isEqualTo(new SseFormat(1024, false, JsonForm.CANONICAL));
  }

  @Test
  void theGreetingAndTheHeartbeatSayWhereTheReaderStands() {
    assertThat(format.hello(position(7)).texts())
        .containsExactly(
            "{\"type\":\"hello\",\"feed\":\"orders\",\"position\":\"" + position(7).id() + "\"}");
    assertThat(format.heartbeat(position(8)).texts())
        .containsExactly("{\"type\":\"heartbeat\",\"position\":\"" + position(8).id() + "\"}");
  }

  @Test
  void theBytesAreTheTextAsOneFrame() {
    OutboundMessage message = format.hello(position(1));

    String text = message.texts().get(0);
    assertThat(message.bytes()).hasSize(text.length() + 2).startsWith(0x81, text.length());
    assertThat(new String(message.bytes(), 2, text.length(), StandardCharsets.UTF_8))
        .isEqualTo(text);
  }

  @Test
  void theSizeIsNeverLessThanWhatAChangeAddsToAMessage() {
    int two = format.join(List.of(entry(1), entry(2))).texts().get(0).length();
    int three = format.join(List.of(entry(1), entry(2), entry(3))).texts().get(0).length();

    assertThat(format.sizeOf(entry(3))).isGreaterThanOrEqualTo(three - two);
  }

  private static String item(int number) {
    return "{\"id\":\"" + position(number).id() + "\",\"change\":{\"operationType\": \"insert\"}}";
  }

  @Test
  void documentsAndWhatFollowsThem() {
    DocumentsFormat format = new V1Format("f");
    List<byte[]> documents = List.of("{\"_id\": 1}".getBytes(), "{\"_id\": 2}".getBytes());

    assertThat(format.documents(documents).texts())
        .containsExactly("{\"type\":\"documents\",\"documents\":[{\"_id\": 1},{\"_id\": 2}]}");
    assertThat(format.current(position(5), 2).texts())
        .containsExactly(
            "{\"type\":\"current\",\"position\":\"" + position(5).id() + "\",\"count\":2}");
    assertThat(format.reset("drop").texts())
        .containsExactly("{\"type\":\"reset\",\"reason\":\"drop\"}");
    assertThat(format.hello(null).texts()).containsExactly("{\"type\":\"hello\",\"feed\":\"f\"}");
    assertThat(format.waiting().texts()).containsExactly("{\"type\":\"heartbeat\"}");
  }
}
