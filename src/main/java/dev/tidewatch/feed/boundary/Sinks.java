package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.Sink;
import jakarta.websocket.Session;

/** Chooses how a session is sent to. */
final class Sinks {

  private Sinks() {}

  static Sink of(Session session) {
    SocketSink portable = new SocketSink(session);
    try {
      return TyrusSink.of(session, portable);
    } catch (LinkageError e) {
      // a server without Tyrus, where that class cannot be loaded
      return portable;
    }
  }
}
