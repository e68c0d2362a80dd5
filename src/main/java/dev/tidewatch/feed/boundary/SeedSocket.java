package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.CloseReason;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.Sink;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.mongo.Settings;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * {@code WS /socket}: one text message a change, from the handshake on. {@code ?after=ID} first
 * sends what came after that change. Closed with 1008 if ID is none, with 1013 if there are too
 * many sessions.
 *
 * <p>The endpoint holds nothing: whether the container makes one or one a session, the sessions are
 * the feed's.
 */
@ServerEndpoint(value = "/socket", configurator = HandshakePosition.class)
public class SeedSocket {

  private static final String UNSUBSCRIBE = SeedSocket.class.getName() + ".unsubscribe";

  /** Clients have nothing to send, so what they may send is short; more closes with 1009. */
  private static final int MAX_CLIENT_MESSAGE = 1024;

  /** How far the database's clock may be ahead of this machine's. */
  private static final Duration CLOCK_SKEW = Duration.ofDays(1);

  @Inject private Feed feed;
  @Inject private Settings settings;

  @OnOpen
  public void open(Session session) {
    // a reader may be silent for ever; the courier's pings find out if it is still there
    session.setMaxIdleTimeout(0);
    Sink sink = Sinks.of(session);
    if (feed.courier().subscribers() >= settings.maxSessions()) {
      sink.close(CloseReason.TOO_MANY);
      return;
    }
    Position after;
    try {
      after = after(session);
    } catch (IllegalArgumentException e) {
      sink.close(CloseReason.BAD_POSITION);
      return;
    }
    Runnable unsubscribe = feed.courier().subscribe(sink, after);
    session.getUserProperties().put(UNSUBSCRIBE, unsubscribe);
    if (!session.isOpen()) {
      unsubscribe.run();
    }
  }

  private static Position after(Session session) {
    List<String> ids = session.getRequestParameterMap().get("after");
    if (ids == null || ids.isEmpty() || ids.get(0).isEmpty()) {
      return HandshakePosition.of(session);
    }
    Position after = Position.ofId(ids.get(0));
    if (after.isAfter(Instant.now().plus(CLOCK_SKEW))) {
      throw new IllegalArgumentException("a position of the future");
    }
    return after;
  }

  /** What a client sends means nothing. */
  @OnMessage(maxMessageSize = MAX_CLIENT_MESSAGE)
  public void ignore(String message) {}

  @OnClose
  public void close(Session session) {
    if (session.getUserProperties().get(UNSUBSCRIBE) instanceof Runnable unsubscribe) {
      unsubscribe.run();
    }
  }

  /** A connection that breaks is no news: the reader comes back, and the close is reported too. */
  @OnError
  public void error(Session session, Throwable error) {
    close(session);
  }
}
