package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Position;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The readers of one feed.
 *
 * <p>Any thread, but for what says otherwise.
 */
public final class Readers {

  private final ChangeLog log;
  private final CatchUp catchUp;
  private final Courier courier;
  private final ReaderCounters counters = new ReaderCounters();
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  // the courier's own
  private final Map<Format, Batches> batches = new ConcurrentHashMap<>();
  private final Rounds rounds = new Rounds();
  private long seen;
  // somebody waits for a round, though the log may not have grown since the last
  private volatile boolean missed;

  Readers(ChangeLog log, CatchUp catchUp, Courier courier) {
    this.log = log;
    this.catchUp = catchUp;
    this.courier = courier;
  }

  /**
   * Starts to serve a reader.
   *
   * @param whenEnded runs once, when the subscription has ended, whoever ended it
   * @return what ends the subscription, without closing the connection
   */
  public Runnable subscribe(Reader reader, Runnable whenEnded) {
    Subscription subscription = new Subscription(this, reader, whenEnded);
    subscriptions.add(subscription);
    courier.wake(subscription);
    return () -> remove(subscription);
  }

  /** The same, for one that nobody waits for. */
  Runnable subscribe(Reader reader) {
    return subscribe(reader, () -> {});
  }

  /** What they cost and missed. */
  public ReaderCounters counters() {
    return counters;
  }

  /** How many there are. */
  public int count() {
    return subscriptions.size();
  }

  /** How many there are of a protocol. */
  public long count(Protocol protocol) {
    return subscriptions.stream().filter(s -> s.reader().protocol() == protocol).count();
  }

  /** The log has grown. */
  public void wake() {
    if (!rounds.isAhead()) {
      courier.wake();
    }
  }

  ChangeLog log() {
    return log;
  }

  Courier courier() {
    return courier;
  }

  void catchUp(Position after, Consumer<CatchUp.Result> done) {
    counters.catchesUp();
    catchUp.read(after, done);
  }

  void remove(Subscription subscription) {
    subscription.markClosed();
    if (subscriptions.remove(subscription)) {
      subscription.ended();
    }
  }

  /** The courier's thread. */
  Batches batches(Format format) {
    return batches.computeIfAbsent(format, f -> new Batches(log, f));
  }

  /** Whether there will be a round, also for who was busy in the last one. Any thread. */
  boolean waitsForRound() {
    // in this order: either the courier sees the one, or this the other
    missed = true;
    return rounds.isAhead();
  }

  /**
   * Gives every reader what is new, if anything is and its time has come. The courier's thread.
   *
   * @return in how many nanoseconds to do so again; {@link Long#MAX_VALUE} for not before the log
   *     has grown
   */
  long pump(long nanoTime) {
    long early = rounds.look(nanoTime);
    if (early > 0) {
      return early;
    }
    boolean any = missed;
    missed = false;
    long end = log.end();
    if (end == seen && !any) {
      return Long.MAX_VALUE;
    }
    seen = end;
    long pause = rounds.begin(nanoTime, subscriptions.size());
    subscriptions.forEach(Subscription::pump);
    return pause;
  }

  /** Looks after connections that are idle or stalled. The courier's thread. */
  void tend(long nanoTime) {
    subscriptions.forEach(subscription -> subscription.tend(nanoTime));
    batches.values().forEach(Batches::forget);
  }

  /** Ends every connection. The courier's thread. */
  void closeAll() {
    subscriptions.forEach(
        subscription -> {
          subscription.reader().sink().close(CloseReason.GOING_AWAY);
          remove(subscription);
        });
  }
}
