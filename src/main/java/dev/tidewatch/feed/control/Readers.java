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
  private final LargeEntries large;
  private final ReaderCounters counters = new ReaderCounters();
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  // the courier's own
  private final Map<Format, Batches> batches = new ConcurrentHashMap<>();
  private final Rounds rounds = new Rounds();
  private long seen;
  // somebody waits for a round, though the log may not have grown since the last
  private boolean missed;
  // an entry that some wait for can be sent now
  private volatile boolean encoded;

  Readers(ChangeLog log, CatchUp catchUp, Courier courier, LargeEntries large) {
    this.log = log;
    this.catchUp = catchUp;
    this.courier = courier;
    this.large = large;
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

  /** Cursors that were opened for those further back than the log. */
  public long cursors() {
    return catchUp.cursors();
  }

  /** What they cost and missed. */
  public ReaderCounters counters() {
    return counters;
  }

  /** Whether they are served at all; see {@link Courier#isTurning}. */
  boolean areServed() {
    return courier.isTurning();
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

  CatchUpRequest catchUp(Position after, Reader reader, Consumer<CatchUpResult> done) {
    counters.catchesUp();
    return catchUp.read(after, reader.format(), reader.client(), done);
  }

  /** An entry has been encoded that some may wait for. Any thread. */
  void encoded() {
    encoded = true;
    wake();
  }

  void remove(Subscription subscription) {
    subscription.leave();
    if (subscriptions.remove(subscription)) {
      subscription.ended();
    }
  }

  /** The courier's thread. */
  Batches batches(Format format) {
    return batches.computeIfAbsent(format, f -> new Batches(log, f, large));
  }

  /**
   * Lets a reader that was busy in the last round have its turn in the next.
   *
   * @return false if there will be none before the log grows
   */
  boolean joinsNextRound() {
    boolean ahead = rounds.isAhead();
    missed |= ahead;
    return ahead;
  }

  /**
   * Gives every live reader what is new, if anything is and its time has come; those that have more
   * before them than that are served in {@linkplain Courier turns}. The courier's thread.
   *
   * @return in how many nanoseconds to do so again; {@link Long#MAX_VALUE} for not before the log
   *     has grown
   */
  long pump(long nanoTime) {
    long early = rounds.look(nanoTime);
    if (early > 0) {
      return early;
    }
    boolean all = encoded;
    encoded = false;
    boolean any = missed || all;
    missed = false;
    long end = log.end();
    if (end == seen && !any) {
      return Long.MAX_VALUE;
    }
    seen = end;
    long pause = rounds.begin(nanoTime, subscriptions.size());
    for (Subscription subscription : subscriptions) {
      if (!subscription.isFar()) {
        subscription.pump();
      } else if (all || subscription.isIdle()) {
        courier.wake(subscription);
      }
    }
    return pause;
  }

  /** Looks after connections that are idle or stalled. The courier's thread. */
  void tend(long nanoTime) {
    catchUp.tend(nanoTime);
    subscriptions.forEach(subscription -> subscription.tend(nanoTime));
    batches.values().forEach(Batches::forget);
  }

  /** Ends every connection. The courier's thread. */
  void closeAll() {
    // readers first: whatever fails in a server that stops, they have been told
    subscriptions.forEach(Subscription::end);
    catchUp.close();
  }
}
