package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.CloseReason;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.Filter;
import dev.tidewatch.feed.control.Format;
import dev.tidewatch.feed.control.Place;
import dev.tidewatch.feed.control.Protocol;
import dev.tidewatch.feed.control.ProtocolCounters;
import dev.tidewatch.feed.control.Reader;
import dev.tidewatch.feed.control.Sessions;
import dev.tidewatch.feed.control.Sink;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.web.ClientNetwork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.util.List;

/** Makes readers of WebSocket sessions, whatever their endpoint. Any thread. */
@ApplicationScoped
class FeedSessions {

  private static final String UNSUBSCRIBE = FeedSessions.class.getName() + ".unsubscribe";

  @Inject private Sessions sessions;

  /** A session has begun: it is served, or closed with the reason. */
  void open(Session session, Feed feed, Protocol protocol, Format format) {
    // a reader may be silent for ever; the courier's pings find out if it is still there
    session.setMaxIdleTimeout(0);
    Sink sink = Sinks.of(session);
    ProtocolCounters counters = feed.readers().counters().of(protocol);
    Position after;
    try {
      after = AfterParameter.parse(first(session, "after"));
    } catch (IllegalArgumentException e) {
      counters.closed().add(CloseReason.BAD_POSITION);
      sink.close(CloseReason.BAD_POSITION);
      return;
    }
    boolean returns = after != null;
    Position start = returns ? after : HandshakePosition.of(session);
    Filter filter = Filter.of(all(session, "op"), all(session, "ns"), all(session, "key"));
    Place place = sessions.enter(counters, ClientNetwork.of(session));
    if (place.refusal().isPresent()) {
      sink.close(place.refusal().get());
      return;
    }
    Runnable unsubscribe =
        feed.readers()
            .subscribe(Reader.of(sink, protocol, format, filter, start, returns), place::giveBack);
    session.getUserProperties().put(UNSUBSCRIBE, unsubscribe);
    if (!session.isOpen()) {
      unsubscribe.run();
    }
  }

  /** The session has ended. */
  void close(Session session) {
    if (session.getUserProperties().get(UNSUBSCRIBE) instanceof Runnable unsubscribe) {
      unsubscribe.run();
    }
  }

  private static String first(Session session, String parameter) {
    List<String> values = all(session, parameter);
    return values.isEmpty() ? null : values.get(0);
  }

  private static List<String> all(Session session, String parameter) {
    return session.getRequestParameterMap().getOrDefault(parameter, List.of());
  }
}
