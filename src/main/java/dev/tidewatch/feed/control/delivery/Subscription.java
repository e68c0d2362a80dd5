package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;

/**
 * One reader of a feed: what it reads ({@link Reading}), the way to its client ({@link Outlet}),
 * and where it is parked ({@link ParkingSpot}).
 *
 * <pre>
 *   GREETING ──hello──► READING
 *       │                  │
 *       └──────────────────┴──► CLOSED   the client has left, a send has failed or stalled, the
 *                                        reader is refused
 * </pre>
 *
 * <p>A heartbeat is sent in every state but CLOSED.
 *
 * <p>Owned by the dispatcher's thread. A send may complete, and {@link #leave} and {@link #end} may
 * be called, on any thread; all of them only hand over to the dispatcher's.
 */
final class Subscription {

  private enum State {
    GREETING,
    READING,
    CLOSED
  }

  /** Messages sent to one reader before other readers are served. */
  private static final int TURN = 16;

  private final Subscribers subscribers;
  private final SubscribeRequest request;
  private final Reading messages;
  private final ProtocolCounters counters;
  private final Runnable whenEnded;
  private final ReaderClock clock;
  private final Outlet outlet;
  private final ParkingSpot spot;

  private State state = State.GREETING;
  // whether the message in flight was everything available
  private boolean hadAll;

  private volatile boolean left;
  // why it has to end; null if it need not
  private volatile CloseReason ordered;

  Subscription(Subscribers subscribers, SubscribeRequest request, Runnable whenEnded) {
    this.subscribers = subscribers;
    this.request = request;
    this.whenEnded = whenEnded;
    this.counters = subscribers.counters().of(request.protocol());
    Runnable wake = () -> subscribers.dispatcher().wake(this);
    this.messages = Reading.of(subscribers, request, wake);
    this.clock = new ReaderClock(request.protocol(), request.caller().until());
    this.outlet = new Outlet(request.sink(), counters, clock, wake);
    this.spot = new ParkingSpot(subscribers, this, messages);
  }

  SubscribeRequest request() {
    return request;
  }

  /** Whether it catches up and is therefore served after live readers. */
  boolean isFar() {
    if (isClosed()) {
      return false;
    }
    try {
      messages.settle();
      return messages.isFar();
    } catch (Throwable e) {
      fail(e);
      return false;
    }
  }

  /** Whether nothing in progress will wake it. */
  boolean isIdle() {
    return !isClosed() && !outlet.isBusy() && !messages.isAsking();
  }

  /**
   * Continues after a wait. A reader that was up to date gets the entries that arrived meanwhile in
   * the next send window.
   */
  void resume() {
    if (!endsNow() && !(hadAll && messages.hasMore() && subscribers.joinsNextWindow())) {
      pump();
    }
  }

  /** Sends messages until one stays in flight, none is left, or the turn is over. */
  void pump() {
    if (pump(TURN)) {
      subscribers.dispatcher().wake(this);
    }
  }

  /**
   * Sends at most so many messages.
   *
   * @return whether more could be sent now
   */
  boolean pump(int most) {
    try {
      boolean more = sendUpTo(most);
      if (!more && spot.isUsable()) {
        park();
      }
      return more;
    } catch (Throwable e) {
      fail(e);
    }
    return false;
  }

  private boolean sendUpTo(int most) {
    for (int sent = 0; isFree(); sent++) {
      if (sent == most) {
        return true;
      }
      OutboundMessage message = next();
      if (message == null) {
        return messages.isSearching() && !isClosed();
      }
      send(message);
      if (!messages.hasMore()) {
        return false;
      }
    }
    return false;
  }

  /** Parks this if it has read everything, also while the last message is in flight. */
  private void park() {
    if (state != State.GREETING && !isParked() && messages.isAtEnd() && !isClosed()) {
      spot.park();
    }
  }

  /** Where it is parked. */
  ParkingSpot spot() {
    return spot;
  }

  /** The number up to which it had read when it was parked; the greatest long if it is not. */
  long parkedAt() {
    return messages.parkedAt();
  }

  /** Whether it is parked and has not ended. */
  boolean isParked() {
    return state != State.CLOSED && parkedAt() != Long.MAX_VALUE;
  }

  /** When a parked reader has to be looked after, as a {@link System#nanoTime}. */
  long dueNanos(long now) {
    return clock.dueNanos(now);
  }

  /** Whether a message may be sent. If one is in flight, its end wakes the dispatcher's thread. */
  private boolean isFree() {
    if (isClosed() || endsNow()) {
      return false;
    }
    Outlet.State last = outlet.settle();
    if (last == Outlet.State.FAILED) {
      subscribers.remove(this);
    }
    return last == Outlet.State.FREE && !isClosed();
  }

  /** The next message; null if there is none now, which the sink is told. */
  private OutboundMessage next() {
    if (state == State.GREETING) {
      OutboundMessage hello = greeting();
      if (hello != null || state == State.GREETING) {
        return hello;
      }
    }
    OutboundMessage message = messages.next();
    if (messages.refusal() != null) {
      close(messages.refusal());
    } else if (message == null) {
      boolean upToDate = messages.isUpToDate();
      request.sink().reached(messages.shown(), upToDate);
    }
    return message;
  }

  private OutboundMessage greeting() {
    if (request.protocol().isOneResponse()) {
      // the first message begins the response, which cannot be a refusal afterwards
      messages.settle();
      if (messages.refusal() != null) {
        close(messages.refusal());
        return null;
      }
      if (!messages.isKnown()) {
        return null;
      }
    }
    if (messages.shown() == null && !messages.startsWithoutPosition()) {
      return null;
    }
    state = State.READING;
    return request.format().hello(messages.shown());
  }

  private void send(OutboundMessage message) {
    hadAll = messages.isAtEnd();
    outlet.send(message);
  }

  /** Sends an idle reader a heartbeat, and closes a connection that has stalled. */
  void tend(long now) {
    try {
      if (!isClosed()) {
        look(now);
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void look(long now) {
    if (endsNow()) {
      return;
    }
    if (outlet.isBusy()) {
      if (clock.hasStalled(now)) {
        close(CloseReason.STALLED);
      }
      return;
    }
    if (!isFree()) {
      return;
    }
    boolean isSilent = clock.isSilent(now);
    if (clock.takesPing(now)) {
      // to busy readers as well, because WildFly ends a connection that never receives anything
      request.sink().ping();
    }
    if (!isFar()) {
      pump();
    }
    if (isSilent && outlet.isAtRest() && state != State.CLOSED) {
      clock.active(now);
      OutboundMessage heartbeat = messages.heartbeat();
      if (heartbeat != null) {
        send(heartbeat);
      }
    }
  }

  /**
   * Closes this reader alone, whatever went wrong, because the others depend on this thread. The
   * client can resume with its id.
   */
  private void fail(Throwable error) {
    subscribers.dispatcher().failed("a reader could not be served", error);
    close(CloseReason.FAILED);
  }

  private void close(CloseReason reason) {
    counters.closed().add(reason);
    subscribers.remove(this);
    subscribers.dispatcher().close(request.sink(), reason);
  }

  /**
   * Ends this if it has to end. A message in flight is not waited for: the client has its last id.
   *
   * @return whether it has ended
   */
  private boolean endsNow() {
    CloseReason reason = ordered;
    if (reason == null && clock.hasExpired()) {
      reason = CloseReason.EXPIRED;
    }
    if (reason == null || isClosed()) {
      return false;
    }
    close(reason);
    return true;
  }

  /** Orders this to end at once. May be called from any thread. */
  void end(CloseReason reason) {
    ordered = reason;
    subscribers.dispatcher().wake(this);
  }

  /** Closes the connection, because the server is stopping. */
  void end() {
    try {
      request.sink().close(CloseReason.GOING_AWAY);
    } catch (Throwable e) {
      subscribers.dispatcher().failed("a connection could not be closed", e);
    } finally {
      subscribers.remove(this);
    }
  }

  /** The client has left, or is disconnected. May be called from any thread and repeated. */
  void leave() {
    left = true;
    subscribers.dispatcher().wake(this);
  }

  /** Whether {@link #leave} was called. May be called from any thread. */
  boolean hasLeft() {
    return left;
  }

  private boolean isClosed() {
    if (left && state != State.CLOSED) {
      spot.forget(isParked());
      state = State.CLOSED;
      messages.leave();
    }
    return state == State.CLOSED;
  }

  /** Runs the completion callback; called once, after the subscription was removed. */
  void ended() {
    whenEnded.run();
  }
}
