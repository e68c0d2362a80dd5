package dev.tidewatch.feed.control.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import java.util.ArrayList;
import java.util.List;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

/** The log's entries are numbered by their second. */
class MessageReaderTest {

  private final ChangeLog log = new ChangeLog(8, 1 << 20);
  private final Subscribers subscribers =
      new Dispatcher(Runnable::run).serve(log, NoHistory.of(log, new ManualScheduler()));

  @Test
  void aReaderThatIsAheadOfTheLogWaitsUntilTheLogHasComeThere() {
    append(100, 110);
    MessageReader ahead = reader(115);

    assertThat(read(ahead)).isEmpty();
    assertThat(ahead.isUpToDate()).isTrue();
    assertThat(ahead.source().isFar()).isFalse();
    assertThat(ahead.source().hasMore()).isFalse();
    append(112, 115);
    assertThat(read(ahead)).isEmpty();
    append(120);
    assertThat(read(ahead)).containsExactly(120);
    assertThat(ahead.isUpToDate()).isTrue();
    assertThat(ahead.source().isAtEnd()).isTrue();
  }

  @Test
  void aReaderOfBeforeARestoreGetsWhatTheLogBeganAfreshWith() {
    append(10_010, 10_020, 10_030);
    append(100, 110);

    assertThat(read(reader(10_030))).containsExactly(100, 110);
  }

  @Test
  void aReaderWhoseNextEntryHasLeftTheLogAsksMongo() {
    append(100);
    MessageReader slow = reader(100);
    assertThat(read(slow)).isEmpty();
    append(101, 102, 103, 104, 105, 106, 107, 108, 109, 110);

    slow.source().settle();

    assertThat(slow.source().isFar()).isTrue();
    assertThat(slow.source().isAsking()).isTrue();
    assertThat(slow.source().isKnown()).isFalse();
    assertThat(slow.next()).isNull();
    assertThat(subscribers.counters().catchUps()).isOne();
  }

  private MessageReader reader(int second) {
    return new MessageReader(
        subscribers,
        SubscribeRequest.of(
            FakeSink.immediate(),
            Protocol.SOCKET,
            HtmlFormat.INSTANCE,
            ChangeFilter.NONE,
            at(second)),
        () -> {});
  }

  /** The seconds of the entries that a reader gets by now. */
  private static List<Integer> read(MessageReader reader) {
    FakeSink sink = FakeSink.immediate();
    for (OutboundMessage message = reader.next(); message != null; message = reader.next()) {
      sink.send(message, failure -> {});
    }
    List<Integer> seconds = new ArrayList<>();
    sink.ids.forEach(
        id -> seconds.add(Integer.parseInt(Position.ofId(id).data().substring(2, 10), 16)));
    return seconds;
  }

  private void append(int... seconds) {
    for (int second : seconds) {
      log.append(
          new LogEntry(
              Change.of(
                  RawBsonDocument.parse(
                      "{_id: {_data: '" + at(second).data() + "'}, operationType: 'insert'}"))));
    }
  }

  private static Position at(int second) {
    return new Position(String.format("82%08X00000001", second));
  }
}
