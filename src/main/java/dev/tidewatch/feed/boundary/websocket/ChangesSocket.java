package dev.tidewatch.feed.boundary.websocket;

import dev.tidewatch.feed.control.FeedRegistry;
import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.entity.Protocol;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * {@code WS /socket}: one text message for each change of the feed {@code changes}, from the
 * handshake on. {@code ?after=ID} first sends what came after that change. Closed with 1008 if ID
 * is invalid, with 1013 if there are too many sessions.
 *
 * <p>The endpoint is stateless: sessions belong to the feed, whether the container creates one
 * endpoint or one for each session.
 */
@ServerEndpoint(
    value = "/socket",
    subprotocols = ChangesSocket.SUBPROTOCOL,
    configurator = HandshakePosition.class)
public class ChangesSocket {

  /** Answered if it is offered: a browser that sends a token offers another one beside it. */
  static final String SUBPROTOCOL = "tidewatch.html";

  @Inject private FeedRegistry feeds;
  @Inject private SocketSubscriptions sessions;

  @OnOpen
  public void open(Session session) {
    sessions.open(session, feeds.changes(), Protocol.SOCKET, parameters -> HtmlFormat.INSTANCE);
  }

  /**
   * Counts a client's input, which has no meaning. It is received in parts, so that no container
   * collects it.
   */
  @OnMessage
  public void count(Session session, String part, boolean last) {
    sessions.received(session, part.getBytes(StandardCharsets.UTF_8).length, last);
  }

  /** As above, for binary input. */
  @OnMessage
  public void count(Session session, ByteBuffer part, boolean last) {
    sessions.received(session, part.remaining(), last);
  }

  @OnClose
  public void close(Session session, CloseReason reason) {
    sessions.close(session, reason);
  }

  /** Closes the session. A broken connection is not logged, because its reader reconnects. */
  @OnError
  public void error(Session session, Throwable error) {
    sessions.fail(session);
  }
}
