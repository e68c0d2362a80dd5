package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.CloseReason;
import dev.tidewatch.feed.control.FeedFormat;
import dev.tidewatch.feed.control.Feeds;
import dev.tidewatch.feed.control.Protocol;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;

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
    subprotocols = FeedFormat.SUBPROTOCOL,
    configurator = HandshakePosition.class)
public class FeedSocket {

  /** Clients have nothing to send, so what they may send is short; more closes with 1009. */
  static final int MAX_CLIENT_MESSAGE = 1024;

  @Inject private Feeds feeds;
  @Inject private FeedSessions sessions;

  @OnOpen
  public void open(Session session, @PathParam("name") String name) {
    feeds
        .find(name)
        .ifPresentOrElse(
            feed ->
                sessions.open(
                    session, feed, Protocol.WEBSOCKET, bytes -> new FeedFormat(feed.name(), bytes)),
            () -> Sinks.of(session).close(CloseReason.UNKNOWN_FEED));
  }

  /** What a client sends means nothing. */
  @OnMessage(maxMessageSize = MAX_CLIENT_MESSAGE)
  public void ignore(String message) {}

  @OnClose
  public void close(Session session, jakarta.websocket.CloseReason reason) {
    sessions.close(session, reason);
  }

  /** A connection that breaks is no news: the reader comes back, and the close is reported too. */
  @OnError
  public void error(Session session, Throwable error) {
    sessions.close(session);
  }
}
