package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.index.Interest;
import dev.tidewatch.feed.control.index.ReaderIndex.Listing;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One reader of a feed: what it reads ({@link Reading}), and at most one message in flight.
 *
 * <pre>
 *   GREETING ──hello──► SENDING ──sent──► IDLE ──message──► SENDING
 *       │                  │               │
 *       └──────────────────┴───────────────┴──► CLOSED   the client has left, a send has failed or
 *                                                        stalled, the reader is refused
 * </pre>
 *
 * <p>A heartbeat is sent in every state but CLOSED and leaves the state as it was.
 *
 * <p>Owned by the dispatcher's thread. A send may complete, and {@link #leave} and {@link #end} may
 * be called, on any thread; all of them only hand over to the dispatcher's.
 */
final class Subscription {

  private enum State {
    GREETING,
    IDLE,
    SENDING,
    CLOSED
  }

  /** Messages sent to one reader before other readers are served. */
  private static final int TURN = 16;

  private static final long STALLED = Duration.ofMinutes(1).toNanos();
  private static final long PING = Duration.ofSeconds(30).toNanos();
  private static final long NEVER = Long.MAX_VALUE;

  private final Subscribers subscribers;
  private final SubscribeRequest request;
  private final Reading messages;
  private final ProtocolCounters counters;
  private final Runnable whenEnded;
  // one for all its sends
  private final SendCompletion completion;
  // when the caller ceases to be known, in milliseconds since 1970
  private final long untilMillis;

  private State state = State.GREETING;
  // what follows SENDING
  private State resting = State.GREETING;
  // whether the message in flight was everything available
  private boolean hadAll;
  private long activeNanos = System.nanoTime();
  // at a random time, so that readers that connected together are not pinged together
  private long pingedNanos = System.nanoTime() - ThreadLocalRandom.current().nextLong(PING);
  // null if it cannot be found by what a change holds, and once it is listed
  private Interest interest;
  private boolean scheduled;
  // null as long as it was never parked
  private Listing<Subscription> listing;

  private volatile boolean left;
  // why it has to end; null if it need not
  private volatile CloseReason ordered;

  Subscription(Subscribers subscribers, SubscribeRequest request, Runnable whenEnded) {
    this.subscribers = subscribers;
    this.request = request;
    this.whenEnded = whenEnded;
    this.counters = subscribers.counters().of(request.protocol());
    Runnable wake = () -> subscribers.dispatcher().wake(this);
    this.completion = new SendCompletion(wake);
    this.messages = Reading.of(subscribers, request, wake);
    this.untilMillis = millis(request.caller().until());
    // what ends does not wait for a change
    this.interest = request.end() == null ? Interest.of(request.filter(), request.view()) : null;
  }

  private static long millis(Instant until) {
    return until.isBefore(Instant.ofEpochMilli(NEVER)) ? until.toEpochMilli() : NEVER;
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
    return !isClosed() && !(state == State.SENDING && !completion.isOver()) && !messages.isAsking();
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
      if (!more && (interest != null || listing != null)) {
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

  /**
   * Parks this if it has read everything, also while the last message is in flight. It is listed
   * the first time, because a reader that only looks in never waits.
   */
  private void park() {
    if (resting == State.GREETING || isParked() || !messages.isAtEnd() || isClosed()) {
      return;
    }
    if (interest != null) {
      listing = subscribers.parking().list(this, interest);
      interest = null;
    }
    if (listing != null) {
      messages.park();
      subscribers.parked(this);
    }
  }

  /** Lets this read on from where the parked readers are. */
  void unpark() {
    messages.unpark();
    subscribers.unparked(this);
  }

  /** The number up to which it had read when it was parked; the greatest long if it is not. */
  long parkedAt() {
    return messages.parkedAt();
  }

  /** Whether it is parked and has not ended. */
  boolean isParked() {
    return state != State.CLOSED && parkedAt() != Long.MAX_VALUE;
  }

  /** Whether {@link DueReaders} has it. */
  boolean isScheduled() {
    return scheduled;
  }

  void schedule(boolean isScheduled) {
    scheduled = isScheduled;
  }

  /** When a parked reader has to be looked after, as a {@link System#nanoTime}. */
  long dueNanos(long now) {
    if (request.protocol() == Protocol.POLL) {
      // its sink is told where it has come to, for it may answer with that at any time
      return now;
    }
    long ping = pingedNanos + PING - now;
    long heartbeat =
        activeNanos + request.protocol().silence().minus(Dispatcher.TICK).toNanos() - now;
    long expiry =
        untilMillis == NEVER
            ? Long.MAX_VALUE
            : TimeUnit.MILLISECONDS.toNanos(untilMillis - System.currentTimeMillis());
    return now + Math.min(expiry, Math.min(ping, heartbeat));
  }

  /** Whether a message may be sent. If one is in flight, its end wakes the dispatcher's thread. */
  private boolean isFree() {
    if (isClosed() || endsNow()) {
      return false;
    }
    if (state == State.SENDING) {
      if (!completion.isOverOrWakes()) {
        return false;
      }
      sent();
    }
    return !isClosed();
  }

  private void sent() {
    if (completion.hasFailed()) {
      subscribers.remove(this);
      return;
    }
    activeNanos = completion.endNanos();
    state = resting;
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
    resting = State.IDLE;
    state = State.IDLE;
    return request.format().hello(messages.shown());
  }

  private void send(OutboundMessage message) {
    hadAll = messages.isAtEnd();
    state = State.SENDING;
    activeNanos = System.nanoTime();
    completion.begin();
    try {
      request.sink().send(message, completion);
      counters.sent(message);
    } catch (RuntimeException e) {
      // a connection that ends during a write fails in many ways, which all mean the same
      completion.accept(e);
    }
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
    if (state == State.SENDING && !completion.isOver()) {
      if (now - activeNanos > STALLED) {
        close(CloseReason.STALLED);
      }
      return;
    }
    if (!isFree()) {
      return;
    }
    long idle = now - activeNanos;
    if (now - pingedNanos > PING) {
      // to busy readers as well, because WildFly ends a connection that never receives anything
      pingedNanos = now;
      request.sink().ping();
    }
    if (!isFar()) {
      pump();
    }
    // the next check is a tick away
    if (state == resting
        && idle + Dispatcher.TICK.toNanos() > request.protocol().silence().toNanos()) {
      activeNanos = now;
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
    if (reason == null && untilMillis != NEVER && System.currentTimeMillis() >= untilMillis) {
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
      subscribers.forget(this, isParked(), listing);
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
