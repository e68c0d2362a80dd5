package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.control.batch.LargeEntryEncoder;
import dev.tidewatch.feed.control.counters.SubscriberCounters;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.history.CatchUp;
import dev.tidewatch.feed.control.history.CatchUpRequest;
import dev.tidewatch.feed.control.history.CatchUpResult;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The readers of one feed.
 *
 * <p>Any thread, but for what says otherwise.
 */
public final class Subscribers {

  private final ChangeLog log;
  private final CatchUp catchUp;
  private final Dispatcher dispatcher;
  private final LargeEntryEncoder large;
  private final SubscriberCounters counters = new SubscriberCounters();
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  // the dispatcher's own
  private final Map<WireFormat, BatchCache> batches = new ConcurrentHashMap<>();
  private final SendWindow window = new SendWindow();
  private long seen;
  // somebody waits for a round, though the log may not have grown since the last
  private boolean missed;
  // an entry that some wait for can be sent now
  private volatile boolean encoded;

  Subscribers(ChangeLog log, CatchUp catchUp, Dispatcher dispatcher, LargeEntryEncoder large) {
    this.log = log;
    this.catchUp = catchUp;
    this.dispatcher = dispatcher;
    this.large = large;
  }

  /**
   * Starts to serve a reader.
   *
   * @param whenEnded runs once, when the subscription has ended, whoever ended it
   * @return what ends the subscription, without closing the connection
   */
  public Runnable subscribe(SubscribeRequest request, Runnable whenEnded) {
    Subscription subscription = new Subscription(this, request, whenEnded);
    subscriptions.add(subscription);
    dispatcher.wake(subscription);
    return () -> remove(subscription);
  }

  /** The same, for one that nobody waits for. */
  public Runnable subscribe(SubscribeRequest request) {
    return subscribe(request, () -> {});
  }

  /** Cursors that were opened for those further back than the log. */
  public long cursors() {
    return catchUp.cursors();
  }

  /** What they cost and missed. */
  public SubscriberCounters counters() {
    return counters;
  }

  /** Whether they are served at all; see {@link Dispatcher#isTurning}. */
  public boolean areServed() {
    return dispatcher.isTurning();
  }

  /** How many there are. */
  public int count() {
    return subscriptions.size();
  }

  /** How many there are of a protocol. */
  public long count(Protocol protocol) {
    return subscriptions.stream().filter(s -> s.request().protocol() == protocol).count();
  }

  /** The log has grown. */
  public void wake() {
    if (!window.isAhead()) {
      dispatcher.wake();
    }
  }

  ChangeLog log() {
    return log;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  CatchUpRequest catchUp(Position after, SubscribeRequest request, Consumer<CatchUpResult> done) {
    counters.catchesUp();
    return catchUp.read(after, request.format(), request.client(), done);
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

  /** The dispatcher's thread. */
  BatchCache batches(WireFormat format) {
    return batches.computeIfAbsent(format, f -> new BatchCache(log, f, large));
  }

  /**
   * Lets a reader that was busy in the last round have its turn in the next.
   *
   * @return false if there will be none before the log grows
   */
  boolean joinsNextWindow() {
    boolean ahead = window.isAhead();
    missed |= ahead;
    return ahead;
  }

  /**
   * Gives every live reader what is new, if anything is and its time has come; those that have more
   * before them than that are served in {@linkplain Dispatcher turns}. The dispatcher's thread.
   *
   * @return in how many nanoseconds to do so again; {@link Long#MAX_VALUE} for not before the log
   *     has grown
   */
  long pump(long nanoTime) {
    long early = window.look(nanoTime);
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
    long pause = window.open(nanoTime, subscriptions.size());
    for (Subscription subscription : subscriptions) {
      if (!subscription.isFar()) {
        subscription.pump();
      } else if (all || subscription.isIdle()) {
        dispatcher.wake(subscription);
      }
    }
    return pause;
  }

  /** Looks after connections that are idle or stalled. The dispatcher's thread. */
  void tend(long nanoTime) {
    catchUp.tend(nanoTime);
    subscriptions.forEach(subscription -> subscription.tend(nanoTime));
    batches.values().forEach(BatchCache::clear);
  }

  /** Ends every connection. The dispatcher's thread. */
  void closeAll() {
    // readers first: whatever fails in a server that stops, they have been told
    subscriptions.forEach(Subscription::end);
    catchUp.close();
  }
}
