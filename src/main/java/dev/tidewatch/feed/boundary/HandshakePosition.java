package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.entity.Position;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;

/**
 * Notes where the feed stands when a handshake is answered. The endpoint is told of the session
 * only later, when the client may already have made the change that it wants to see.
 */
public class HandshakePosition extends ServerEndpointConfig.Configurator {

  private static final String KEY = HandshakePosition.class.getName();

  @Override
  public void modifyHandshake(
      ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
    Position position = CDI.current().select(Feed.class).get().position();
    if (position != null) {
      config.getUserProperties().put(KEY, position);
    }
  }

  /** Where the feed stood; null if the stream had not been opened yet. */
  static Position of(Session session) {
    return session.getUserProperties().get(KEY) instanceof Position position ? position : null;
  }
}
