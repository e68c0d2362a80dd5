package dev.tidewatch.feed.boundary.websocket;

import dev.tidewatch.feed.control.FeedRegistry;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.web.handshake.HandshakeAttributes;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;

/**
 * Records the feed's position when a handshake is answered. The endpoint learns of the session only
 * later, when the client may already have made the change that it expects to see.
 */
public class HandshakePosition extends ServerEndpointConfig.Configurator {

  @Override
  public void modifyHandshake(
      ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
    String path = request.getRequestURI().getPath();
    String last = path.substring(path.lastIndexOf('/') + 1);
    FeedRegistry feeds = CDI.current().select(FeedRegistry.class).get();
    feeds
        .find(path.endsWith("/feeds/" + last) ? last : FeedSettings.CHANGES)
        .ifPresent(feed -> HandshakeAttributes.put(request, feed.position()));
  }

  /** The feed's position at the handshake; null if the stream had not been opened yet. */
  static Position of(Session session) {
    return HandshakeAttributes.get(session, Position.class).orElse(null);
  }
}
