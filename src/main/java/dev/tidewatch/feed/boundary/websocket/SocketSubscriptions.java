package dev.tidewatch.feed.boundary.websocket;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.feed.boundary.DocumentsParameter;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.boundary.JsonParameter;
import dev.tidewatch.feed.boundary.SubscribeParameters;
import dev.tidewatch.feed.boundary.sink.PortableSink;
import dev.tidewatch.feed.boundary.sink.SinkFactory;
import dev.tidewatch.feed.boundary.sink.UndertowInput;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.admission.SessionLimiter;
import dev.tidewatch.feed.control.admission.SessionPermit;
import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.web.handshake.ClientFrames;
import dev.tidewatch.web.handshake.ClientNetwork;
import dev.tidewatch.web.handshake.HandshakeAttributes;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Subscribes the WebSocket sessions of every endpoint. Thread-safe. */
@ApplicationScoped
class SocketSubscriptions {

  private static final String SERVED = SocketSubscriptions.class.getName() + ".served";
  private static final int TOO_LARGE = 1009;
  private static final String RECEIVED = SocketSubscriptions.class.getName() + ".received";

  @Inject private SessionLimiter limiter;
  @Inject private FeedAccess access;
  @Resource private ManagedScheduledExecutorService scheduler;

  private final TooLargeMessages tooLarge = new TooLargeMessages();

  /** A session that is subscribed. */
  private record Served(Feed feed, Protocol protocol, int maxBytes, Runnable unsubscribe) {}

  /**
   * Subscribes a new session, or closes it with the reason.
   *
   * @param format the format that a reader with these parameters gets
   */
  void open(
      Session session,
      Feed feed,
      Protocol protocol,
      Function<SubscribeParameters, WireFormat> format) {
    // a reader may stay silent; the dispatcher's pings detect lost connections
    session.setMaxIdleTimeout(0);
    Sink sink = SinkFactory.of(session, scheduler);
    Caller caller = HandshakeAttributes.callerOf(session);
    String address = HandshakeAttributes.addressOf(session);
    Optional<View> view = access.view(feed, caller);
    if (view.isEmpty()) {
      // the handshake's filter has refused it already, unless it reads the path in another way
      access.refused(feed, protocol, caller, address, CloseReason.FORBIDDEN);
      sink.close(CloseReason.FORBIDDEN);
      return;
    }
    ProtocolCounters counters = feed.subscribers().counters().of(protocol);
    Runnable refuse =
        () -> {
          counters.closed().add(CloseReason.TOO_BIG);
          // first, so that the close is not attributed to the client
          close(session);
          sink.close(CloseReason.TOO_BIG);
        };
    session.getUserProperties().put(RECEIVED, new Received(refuse));
    HandshakeAttributes.onTooMuch(session, refuse);
    UndertowInput.count(session, refuse);
    SubscribeParameters parameters;
    try {
      parameters =
          SubscribeParameters.parse(
              feed, view.get(), first(session, "after"), name -> all(session, name));
      if (protocol == Protocol.SOCKET) {
        DocumentsParameter.refuse(parameters.documents());
        JsonParameter.needRelaxed(parameters.json(), "/socket has");
      }
    } catch (BadParameterException e) {
      counters.closed().add(e.reason());
      access.refused(feed, protocol, caller, address, e.reason());
      sink.close(e.reason());
      return;
    }
    boolean returns = parameters.after() != null;
    Position start = returns ? parameters.after() : start(session, parameters);
    SessionPermit permit = limiter.acquire(counters, ClientNetwork.of(session), caller.name());
    if (permit.refusal().isPresent()) {
      access.refused(feed, protocol, caller, address, permit.refusal().get());
      sink.close(permit.refusal().get());
      return;
    }
    Runnable unsubscribe =
        feed.subscribers()
            .subscribe(
                SubscribeRequest.of(
                        sink,
                        protocol,
                        format.apply(parameters),
                        parameters.filter(),
                        start,
                        returns)
                    .from(ClientNetwork.of(session))
                    .by(caller)
                    .seeing(parameters.view())
                    .withDocuments(parameters.documents()),
                permit::release);
    access.begun(feed, protocol, caller, address);
    session
        .getUserProperties()
        .put(SERVED, new Served(feed, protocol, parameters.maxBytes(), unsubscribe));
    if (!session.isOpen()) {
      unsubscribe.run();
    }
  }

  /** Where a reader starts that names no position; one of documents learns it with them. */
  private static Position start(Session session, SubscribeParameters parameters) {
    return parameters.documents() == null ? HandshakePosition.of(session) : null;
  }

  /** Closes a new session that is not served. */
  void refuse(Session session, CloseReason reason) {
    SinkFactory.of(session, scheduler).close(reason);
  }

  /** Counts a part of a client's message; too much input closes the session. */
  void received(Session session, int bytes, boolean last) {
    if (session.getUserProperties().get(RECEIVED) instanceof Received received) {
      received.add(bytes, last);
    }
  }

  /** Ends a session after an error of it or its connection. */
  void fail(Session session) {
    close(session);
    new PortableSink(session).close(CloseReason.FAILED);
  }

  /**
   * The session has ended; a close code of its client is counted. Before this server itself closes
   * with 1009 it must call {@link #close(Session)}, otherwise the client would be counted.
   */
  void close(Session session, jakarta.websocket.CloseReason reason) {
    Served served = close(session);
    if (served != null && reason.getCloseCode().getCode() == TOO_LARGE) {
      tooLarge.add(
          served.feed().name(),
          served.protocol(),
          served.maxBytes(),
          served.feed().subscribers().counters().of(served.protocol()));
    }
  }

  /** Ends the subscription of a session; null if it has none. */
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

  /** What was received of the message that a client is sending. */
  private static final class Received {

    private final Runnable refuse;
    private long bytes;
    private boolean refused;

    Received(Runnable refuse) {
      this.refuse = refuse;
    }

    /** An empty part counts as a byte, because there may be any number of them. */
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
