package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Protocol;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One reader of a feed: what it reads ({@link MessageReader}), and at most one message on its way.
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
 * <p>Owned by the delivering thread. The end of a send and {@link #leave} come from any thread;
 * both only hand over to it.
 */
final class Subscription {

  private enum State {
    GREETING,
    IDLE,
    SENDING,
    CLOSED
  }

  /** Messages sent to one reader before the others have their turn. */
  private static final int TURN = 16;

  private static final long STALLED = Duration.ofMinutes(1).toNanos();
  private static final long PING = Duration.ofSeconds(30).toNanos();

  private final Subscribers subscribers;
  private final SubscribeRequest request;
  private final MessageReader messages;
  private final ProtocolCounters counters;
  private final Runnable whenEnded;
  // one for all its sends
  private final SendCompletion completion;

  private State state = State.GREETING;
  // what follows SENDING
  private State resting = State.GREETING;
  // whether the message on its way was all there was
  private boolean hadAll;
  private long activeNanos = System.nanoTime();
  // at a moment of its own, so that readers who came together are not pinged together
  private long pingedNanos = System.nanoTime() - ThreadLocalRandom.current().nextLong(PING);

  private volatile boolean left;

  Subscription(Subscribers subscribers, SubscribeRequest request, Runnable whenEnded) {
    this.subscribers = subscribers;
    this.request = request;
    this.whenEnded = whenEnded;
    this.counters = subscribers.counters().of(request.protocol());
    Runnable wake = () -> subscribers.dispatcher().wake(this);
    this.completion = new SendCompletion(wake);
    this.messages = new MessageReader(subscribers, request, wake);
  }

  SubscribeRequest request() {
    return request;
  }

  /** Whether it has history before it, and so gives way to those that have not. */
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

  /** Whether nothing that is under way will wake it. */
  boolean isIdle() {
    return !isClosed() && !(state == State.SENDING && !completion.isOver()) && !messages.isAsking();
  }

  /**
   * Goes on after what it waited for. A reader that was sent all there was gets what has come since
   * in the next round, together with the others.
   */
  void resume() {
    if (!(hadAll && messages.hasMore() && subscribers.joinsNextWindow())) {
      pump();
    }
  }

  /** Sends what there is, until a message stays under way, nothing is left, or the turn is over. */
  void pump() {
    if (pump(TURN)) {
      subscribers.dispatcher().wake(this);
    }
  }

  /**
   * Sends at most so many messages.
   *
   * @return whether there is more that could be sent now
   */
  boolean pump(int most) {
    try {
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
    } catch (Throwable e) {
      fail(e);
    }
    return false;
  }

  /** Whether a message may be sent; if one is on its way, its end wakes the delivering thread. */
  private boolean isFree() {
    if (isClosed()) {
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

  /** The next message; null if there is none yet, which the sink is told. */
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
      request.sink().reached(messages.position(), upToDate);
    }
    return message;
  }

  private OutboundMessage greeting() {
    if (request.protocol() == Protocol.SSE) {
      // the greeting is the response's beginning, after which it cannot be a refusal any more
      messages.settle();
      if (messages.refusal() != null) {
        close(messages.refusal());
        return null;
      }
      if (!messages.isKnown()) {
        return null;
      }
    }
    if (messages.position() == null) {
      return null;
    }
    resting = State.IDLE;
    state = State.IDLE;
    return request.format().hello(messages.position());
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
      // a connection that ends while it is written to says so in many ways; all mean the same
      completion.accept(e);
    }
  }

  /** Tells an idle reader where it stands, and ends a connection that takes nothing. */
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
      // also to a busy reader: WildFly ends a connection that is only ever sent to
      pingedNanos = now;
      request.sink().ping();
    }
    if (!isFar()) {
      pump();
    }
    // the next look is a tick away
    if (state == resting
        && idle + Dispatcher.TICK.toNanos() > request.protocol().silence().toNanos()) {
      activeNanos = now;
      OutboundMessage heartbeat = request.format().heartbeat(messages.position());
      if (heartbeat != null) {
        send(heartbeat);
      }
    }
  }

  /**
   * What went wrong is this reader's alone, an Error too, because the others wait for this thread.
   * The reader comes back with its id.
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

  /** The server stops. */
  void end() {
    try {
      request.sink().close(CloseReason.GOING_AWAY);
    } catch (Throwable e) {
      subscribers.dispatcher().failed("a connection could not be closed", e);
    } finally {
      subscribers.remove(this);
    }
  }

  /** The client has left, or is sent away. Any thread; may be repeated. */
  void leave() {
    left = true;
    subscribers.dispatcher().wake(this);
  }

  private boolean isClosed() {
    if (left && state != State.CLOSED) {
      state = State.CLOSED;
      messages.leave();
    }
    return state == State.CLOSED;
  }

  /** It is no reader of the feed any more; called once. */
  void ended() {
    whenEnded.run();
  }
}
