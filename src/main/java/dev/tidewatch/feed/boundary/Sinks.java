package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.Sink;
import jakarta.websocket.Session;

/** Chooses how a session is sent to. */
final class Sinks {

  private Sinks() {}

  /** The best sink for a session: one that is made for its server, or else the portable one. */
  static Sink of(Session session) {
    Sink portable = new SocketSink(session);
    // an extension, such as permessage-deflate, would have to see the frames
    if (!session.getNegotiatedExtensions().isEmpty()) {
      return portable;
    }
    try {
      return switch (session.getClass().getName()) {
        case TyrusSink.SESSION -> TyrusSink.of(session, portable);
        case UndertowSink.SESSION -> UndertowSink.of(session, portable);
        default -> portable;
      };
    } catch (LinkageError e) {
      // a server that does not show these classes to applications
      return portable;
    }
  }
}
