package dev.tidewatch.feed.boundary.sink;

import dev.tidewatch.feed.control.delivery.Sink;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Chooses the sink of a session. If a server's internals differ from what a sink expects, its
 * sessions get the portable sink, and one line is logged.
 */
public final class SinkFactory {

  private static final Logger LOG = Logger.getLogger(SinkFactory.class.getName());
  private static final AtomicBoolean COMPLAINED = new AtomicBoolean();

  private SinkFactory() {}

  /**
   * The best sink for a session: the one for its server, else the portable one.
   *
   * @param scheduler runs a sink's delayed tasks
   */
  public static Sink of(Session session, ScheduledExecutorService scheduler) {
    Sink portable = new PortableSink(session);
    // an extension, such as permessage-deflate, would have to process the frames
    if (!session.getNegotiatedExtensions().isEmpty()) {
      return portable;
    }
    try {
      return switch (session.getClass().getName()) {
        case TyrusSink.SESSION -> TyrusSink.of(session, scheduler, portable);
        case UndertowSink.SESSION -> UndertowSink.of(session, portable);
        default -> portable;
      };
    } catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError e) {
      if (!COMPLAINED.getAndSet(true)) {
        LOG.log(
            Level.WARNING, "this server is unknown ({0}): sending as to any server", e.toString());
      }
      return portable;
    }
  }
}
