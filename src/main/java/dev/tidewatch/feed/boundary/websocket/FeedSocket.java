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
 * then messages with all pending changes. {@code ?after=ID}, {@code op}, {@code ns} and {@code key}
 * and {@code batch} work as in every protocol. Closed with 1008 if the feed is unknown or ID is
 * invalid.
 *
 * <p>The endpoint is stateless: sessions belong to the feed.
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
    // a semicolon is part of the name, so a segment with one names no feed
    boolean cut =
        HandshakeAttributes.lastSegment(session).filter(s -> s.indexOf(';') >= 0).isPresent();
    feeds
        .find(name)
        .filter(feed -> !cut)
        .ifPresentOrElse(
            feed ->
                sessions.open(
                    session,
                    feed,
                    Protocol.WEBSOCKET,
                    parameters ->
                        new V1Format(feed.name(), parameters.maxBytes(), parameters.json())),
            () -> sessions.refuse(session, CloseReason.UNKNOWN_FEED));
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
  public void close(Session session, jakarta.websocket.CloseReason reason) {
    sessions.close(session, reason);
  }

  /** Closes the session. A broken connection is not logged, because its reader reconnects. */
  @OnError
  public void error(Session session, Throwable error) {
    sessions.fail(session);
  }
}
