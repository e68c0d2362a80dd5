package dev.tidewatch.feed.boundary.websocket;

import dev.tidewatch.feed.control.FeedRegistry;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.web.handshake.HandshakeAttributes;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * {@code WS /feeds/NAME}, subprotocol {@code tidewatch.v1}: a greeting with the reader's position,
 * then changes, as many in a message as are waiting. {@code ?after=ID}, {@code op}, {@code ns} and
 * {@code key} as everywhere, {@code batch} as for SSE and polls. Closed with 1008 if there is no
 * such feed or ID is none.
 *
 * <p>The endpoint holds nothing: the sessions are the feed's.
 */
@ServerEndpoint(
    value = "/feeds/{name}",
    subprotocols = V1Format.SUBPROTOCOL,
    configurator = HandshakePosition.class)
public class FeedSocket {

  @Inject private FeedRegistry feeds;
  @Inject private SocketSubscriptions sessions;

  @OnOpen
  public void open(Session session, @PathParam("name") String name) {
    // a semicolon is a part of the name, so a segment that has one names no feed
    boolean cut =
        HandshakeAttributes.lastSegment(session).filter(s -> s.indexOf(';') >= 0).isPresent();
    feeds
        .find(name)
        .filter(feed -> !cut)
        .ifPresentOrElse(
            feed ->
                sessions.open(
                    session, feed, Protocol.WEBSOCKET, bytes -> new V1Format(feed.name(), bytes)),
            () -> sessions.refuse(session, CloseReason.UNKNOWN_FEED));
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
  public void close(Session session, jakarta.websocket.CloseReason reason) {
    sessions.close(session, reason);
  }

  /** A connection that breaks is no news: its reader comes back. No session stays open unserved. */
  @OnError
  public void error(Session session, Throwable error) {
    sessions.fail(session);
  }
}
