package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.CloseReason;
import dev.tidewatch.feed.control.Message;
import dev.tidewatch.feed.control.Sink;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** A WebSocket session as the far end of a subscription, on any server. */
final class SocketSink implements Sink {

  private final Session session;

  SocketSink(Session session) {
    this.session = session;
  }

  @Override
  public void send(Message message, Consumer<Throwable> done) {
    List<String> texts = message.texts();
    if (texts.size() == 1) {
      session
          .getAsyncRemote()
          .sendText(texts.get(0), result -> done.accept(SendInTurn.failure(result)));
    } else {
      new SendInTurn(session.getAsyncRemote(), texts, done).run();
    }
  }

  @Override
  public void ping() {
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | RuntimeException e) {
      // it is gone; its close is reported on its own
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
