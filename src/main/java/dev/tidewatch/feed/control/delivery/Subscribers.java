package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.control.batch.LargeEntryEncoder;
import dev.tidewatch.feed.control.counters.SubscriberCounters;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.history.CatchUp;
import dev.tidewatch.feed.control.history.CatchUpRequest;
import dev.tidewatch.feed.control.history.CatchUpResult;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.view.FeedView;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The readers of one feed.
 *
 * <p>Thread-safe unless noted.
 */
public final class Subscribers {

  private final ChangeLog log;
  private final CatchUp catchUp;
  private final ImagePolicy images;
  private final Dispatcher dispatcher;
  private final LargeEntryEncoder large;
  private final SubscriberCounters counters = new SubscriberCounters();
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  // owned by the dispatcher's thread
  private final Map<WireFormat, BatchCache> batches = new ConcurrentHashMap<>();
  private final ViewBatches viewBatches;
  private final SendWindow window = new SendWindow();
  private long seen;
  // a reader waits for the next window, even if the log does not grow
  private boolean missed;
  // an entry that readers wait for can be sent now
  private volatile boolean encoded;

  Subscribers(
      ChangeLog log,
      CatchUp catchUp,
      ImagePolicy images,
      Dispatcher dispatcher,
      LargeEntryEncoder large) {
    this.log = log;
    this.catchUp = catchUp;
    this.images = images;
    this.viewBatches = new ViewBatches(log, large);
    this.dispatcher = dispatcher;
    this.large = large;
  }

  /**
   * Starts to serve a reader.
   *
   * @param whenEnded runs once, when the subscription has ended for whatever reason
   * @return ends the subscription without closing the connection
   */
  public Runnable subscribe(SubscribeRequest request, Runnable whenEnded) {
    Subscription subscription = new Subscription(this, request, whenEnded);
    subscriptions.add(subscription);
    dispatcher.wake(subscription);
    return () -> remove(subscription);
  }

  /** As above, without a completion callback. */
  public Runnable subscribe(SubscribeRequest request) {
    return subscribe(request, () -> {});
  }

  /** The number of cursors opened for readers further back than the log. */
  public long cursors() {
    return catchUp.cursors();
  }

  /** Counters of what these readers cost and missed. */
  public SubscriberCounters counters() {
    return counters;
  }

  /** Whether readers are served; see {@link Dispatcher#isTurning}. */
  public boolean areServed() {
    return dispatcher.isTurning();
  }

  /** The number of readers. */
  public int count() {
    return subscriptions.size();
  }

  /** The number of readers of one protocol. */
  public long count(Protocol protocol) {
    return subscriptions.stream().filter(s -> s.request().protocol() == protocol).count();
  }

  /**
   * Ends the sessions of a caller. Returns without waiting.
   *
   * @return how many there are
   */
  public int disconnect(String caller) {
    int count = 0;
    for (Subscription subscription : subscriptions) {
      if (caller.equals(subscription.request().caller().name())) {
        subscription.end(CloseReason.DISCONNECTED);
        count++;
      }
    }
    return count;
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
    WireFormat format = view(request.view()).isAll() ? request.format() : null;
    return catchUp.read(after, format, request.client(), done);
  }

  /** An entry has been encoded that readers may wait for. May be called from any thread. */
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

  /** A view of this feed; everything, as it comes, if nothing is hidden. */
  public FeedView view(View view) {
    FeedView own = new FeedView(view, images);
    return own.isAll() ? FeedView.ALL : own;
  }

  /**
   * What a new reader may be told of the position where it starts.
   *
   * @param own a position of the watch; may be null, as the result then is
   */
  public Position start(View view, Position own) {
    return StartPosition.of(log, view(view), own);
  }

  /** The messages for readers of views. The dispatcher's thread. */
  ViewBatches viewBatches() {
    return viewBatches;
  }

  BatchCache batches(WireFormat format) {
    return batches.computeIfAbsent(format, f -> new BatchCache(log, f, large));
  }

  /**
   * Schedules a reader that was busy in the last window for the next one.
   *
   * @return false if no window opens before the log grows
   */
  boolean joinsNextWindow() {
    boolean ahead = window.isAhead();
    missed |= ahead;
    return ahead;
  }

  /**
   * Sends every live reader what is new, once a send window may open. Readers that catch up are
   * served in {@linkplain Dispatcher turns}. Called on the dispatcher's thread.
   *
   * @return the nanoseconds until this is due again; {@link Long#MAX_VALUE} if not before the log
   *     grows
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

  /** Checks connections that are idle or stalled. Called on the dispatcher's thread. */
  void tend(long nanoTime) {
    catchUp.tend(nanoTime);
    subscriptions.forEach(subscription -> subscription.tend(nanoTime));
    batches.values().forEach(BatchCache::clear);
    viewBatches.clear();
  }

  /** Ends every connection. Called on the dispatcher's thread. */
  void closeAll() {
    // readers first, so that they are told whatever else fails during shutdown
    subscriptions.forEach(Subscription::end);
    catchUp.close();
  }
}
