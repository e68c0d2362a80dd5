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
 * {@code WS /socket}: one text message a change of the page's feed, from the handshake on. {@code
 * ?after=ID} first sends what came after that change. Closed with 1008 if ID is none, with 1013 if
 * there are too many sessions.
 *
 * <p>The endpoint holds nothing: whether the container makes one or one a session, the sessions are
 * the feed's.
 */
@ServerEndpoint(value = "/socket", configurator = HandshakePosition.class)
public class ChangesSocket {

  @Inject private FeedRegistry feeds;
  @Inject private SocketSubscriptions sessions;

  @OnOpen
  public void open(Session session) {
    sessions.open(session, feeds.changes(), Protocol.SOCKET, bytes -> HtmlFormat.INSTANCE);
  }

  /** What a client sends means nothing; it comes in parts, so that no container collects it. */
  @OnMessage
  public void count(Session session, String part, boolean last) {
    sessions.received(session, part.getBytes(StandardCharsets.UTF_8).length, last);
  }

  /** Likewise. */
  @OnMessage
  public void count(Session session, ByteBuffer part, boolean last) {
    sessions.received(session, part.remaining(), last);
  }

  @OnClose
  public void close(Session session, CloseReason reason) {
    sessions.close(session, reason);
  }

  /** A connection that breaks is no news: its reader comes back. No session stays open unserved. */
  @OnError
  public void error(Session session, Throwable error) {
    sessions.fail(session);
  }
}
