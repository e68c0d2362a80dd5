package dev.tidewatch.feed.boundary.sink;

import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** A WebSocket session as a sink, on any server. */
public final class PortableSink implements Sink {

  private final Session session;

  public PortableSink(Session session) {
    this.session = session;
  }

  @Override
  public void send(OutboundMessage message, Consumer<Throwable> done) {
    List<String> texts = message.texts();
    if (texts.size() == 1) {
      session
          .getAsyncRemote()
          .sendText(texts.get(0), result -> done.accept(SequentialSend.failure(result)));
    } else {
      new SequentialSend(session.getAsyncRemote(), texts, done).run();
    }
  }

  @Override
  public void ping() {
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | RuntimeException e) {
      // the session has ended; its close is reported separately
    }
  }

  @Override
  public void close(CloseReason reason) {
    try {
      session.close(
          new jakarta.websocket.CloseReason(
              jakarta.websocket.CloseReason.CloseCodes.getCloseCode(reason.code()), reason.text()));
    } catch (IOException | RuntimeException e) {
      // closed already
    }
  }
}
