package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.BadParameterException;
import dev.tidewatch.feed.control.CloseReason;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.Format;
import dev.tidewatch.feed.control.Place;
import dev.tidewatch.feed.control.Protocol;
import dev.tidewatch.feed.control.ProtocolCounters;
import dev.tidewatch.feed.control.Reader;
import dev.tidewatch.feed.control.Sessions;
import dev.tidewatch.feed.control.Sink;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.web.ClientFrames;
import dev.tidewatch.web.ClientNetwork;
import dev.tidewatch.web.Handshakes;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.util.List;
import java.util.function.IntFunction;

/** Makes readers of WebSocket sessions, whatever their endpoint. Any thread. */
@ApplicationScoped
class FeedSessions {

  private static final String SERVED = FeedSessions.class.getName() + ".served";
  private static final int TOO_LARGE = 1009;
  private static final String RECEIVED = FeedSessions.class.getName() + ".received";

  @Inject private Sessions sessions;
  @Resource private ManagedScheduledExecutorService scheduler;

  private final TooLargeMessages tooLarge = new TooLargeMessages();

  /** A session that is a reader. */
  private record Served(Feed feed, Protocol protocol, int maxBytes, Runnable unsubscribe) {}

  /**
   * A session has begun: it is served, or closed with the reason.
   *
   * @param format with messages of at most so many bytes
   */
  void open(Session session, Feed feed, Protocol protocol, IntFunction<Format> format) {
    // a reader may be silent for ever; the courier's pings find out if it is still there
    session.setMaxIdleTimeout(0);
    Sink sink = Sinks.of(session, scheduler);
    ProtocolCounters counters = feed.readers().counters().of(protocol);
    Runnable refuse =
        () -> {
          counters.closed().add(CloseReason.TOO_BIG);
          // first, so that the close is not taken for the client's
          close(session);
          sink.close(CloseReason.TOO_BIG);
        };
    session.getUserProperties().put(RECEIVED, new Received(refuse));
    Handshakes.onTooMuch(session, refuse);
    UndertowInput.count(session, refuse);
    ReaderParameters parameters;
    try {
      parameters =
          ReaderParameters.parse(feed, first(session, "after"), name -> all(session, name));
    } catch (BadParameterException e) {
      counters.closed().add(e.reason());
      sink.close(e.reason());
      return;
    }
    boolean returns = parameters.after() != null;
    Position start = returns ? parameters.after() : HandshakePosition.of(session);
    Place place = sessions.enter(counters, ClientNetwork.of(session));
    if (place.refusal().isPresent()) {
      sink.close(place.refusal().get());
      return;
    }
    Runnable unsubscribe =
        feed.readers()
            .subscribe(
                Reader.of(
                        sink,
                        protocol,
                        format.apply(parameters.maxBytes()),
                        parameters.filter(),
                        start,
                        returns)
                    .from(ClientNetwork.of(session)),
                place::giveBack);
    session
        .getUserProperties()
        .put(SERVED, new Served(feed, protocol, parameters.maxBytes(), unsubscribe));
    if (!session.isOpen()) {
      unsubscribe.run();
    }
  }

  /** A session has begun that is not served. */
  void refuse(Session session, CloseReason reason) {
    Sinks.of(session, scheduler).close(reason);
  }

  /** A part of a message has come: more than a client may send closes the session. */
  void received(Session session, int bytes, boolean last) {
    if (session.getUserProperties().get(RECEIVED) instanceof Received received) {
      received.add(bytes, last);
    }
  }

  /** Something went wrong in the session or its connection. */
  void fail(Session session) {
    close(session);
    new SocketSink(session).close(CloseReason.FAILED);
  }

  /**
   * The session has ended; what its client closed it with is counted. Where the server itself ends
   * one with 1009, it has to call {@link #close(Session)} first, or its client would be counted.
   */
  void close(Session session, jakarta.websocket.CloseReason reason) {
    Served served = close(session);
    if (served != null && reason.getCloseCode().getCode() == TOO_LARGE) {
      tooLarge.add(
          served.feed().name(),
          served.protocol(),
          served.maxBytes(),
          served.feed().readers().counters().of(served.protocol()));
    }
  }

  /** The session has ended; null if it was no reader, or none any more. */
  Served close(Session session) {
    Served served = (Served) session.getUserProperties().remove(SERVED);
    if (served != null) {
      served.unsubscribe().run();
    }
    return served;
  }

  private static String first(Session session, String parameter) {
    List<String> values = all(session, parameter);
    return values.isEmpty() ? null : values.get(0);
  }

  private static List<String> all(Session session, String parameter) {
    return session.getRequestParameterMap().getOrDefault(parameter, List.of());
  }

  /** What has come of the message that a client is sending. */
  private static final class Received {

    private final Runnable refuse;
    private long bytes;
    private boolean refused;

    Received(Runnable refuse) {
      this.refuse = refuse;
    }

    /** An empty part counts as a byte: there may be any number of them. */
    synchronized void add(int count, boolean last) {
      bytes += last ? count : Math.max(count, 1);
      if (bytes > ClientFrames.MAX_BYTES && !refused) {
        refused = true;
        refuse.run();
      }
      if (last) {
        bytes = 0;
      }
    }
  }
}
