package dev.tidewatch.feed.boundary.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.entity.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TooLargeMessagesTest extends Handler {

  private static final Logger LOG = Logger.getLogger(TooLargeMessages.class.getName());

  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void listen() {
    LOG.addHandler(this);
  }

  @AfterEach
  void leave() {
    LOG.removeHandler(this);
  }

  @Test
  void eachIsCountedAndOneAMinuteIsLoggedWithWhatToDo() {
    TooLargeMessages messages = new TooLargeMessages();
    ProtocolCounters counters = new ProtocolCounters();
    for (int i = 0; i < 5; i++) {
      messages.add("orders", Protocol.WEBSOCKET, 65_536, counters);
    }

    assertThat(counters.refusedMessages()).isEqualTo(5);
    assertThat(lines).singleElement().asString().contains("'orders'", "65536", "?batch=8192");
  }

  @Test
  void aReaderOfTheChangesSocketIsToldOfTheOtherOne() {
    new TooLargeMessages().add("changes", Protocol.SOCKET, 65_536, new ProtocolCounters());

    assertThat(lines).singleElement().asString().contains("/feeds/changes?batch=8192");
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(new SimpleFormatter().formatMessage(line));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
