package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.control.batch.LargeEntryEncoder;
import dev.tidewatch.feed.control.batch.ViewBatches;
import dev.tidewatch.feed.control.counters.SubscriberCounters;
import dev.tidewatch.feed.control.documents.FeedDocuments;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.history.CatchUp;
import dev.tidewatch.feed.control.history.CatchUpRequest;
import dev.tidewatch.feed.control.history.CatchUpResult;
import dev.tidewatch.feed.control.index.ReaderIndex.Listing;
import dev.tidewatch.feed.control.index.ServerFilter;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.view.ChangeReader;
import dev.tidewatch.feed.control.view.FeedView;
import dev.tidewatch.feed.control.view.StartPosition;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import java.util.List;
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

  /**
   * The most entries that are looked at before the readers that they may concern are served: each
   * of these reads as many.
   */
  private static final int LOOKED_AT = 64;

  /** So many parked readers are found in one send window, and as many as one step finds more. */
  private static final int FOUND = 256;

  private final ChangeLog log;
  private final CatchUp catchUp;
  private final ImagePolicy images;
  // null if the feed has none
  private final FeedDocuments documents;
  private final Dispatcher dispatcher;
  private final LargeEntryEncoder large;
  private final SubscriberCounters counters = new SubscriberCounters();
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  // those that are not parked, and that each send window serves
  private final Set<Subscription> awake = ConcurrentHashMap.newKeySet();
  // owned by the dispatcher's thread
  private final Map<WireFormat, BatchCache> batches = new ConcurrentHashMap<>();
  private final ViewBatches viewBatches;
  private final Parking parking;
  private final DueReaders due = new DueReaders();
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
      FeedDocuments documents,
      Dispatcher dispatcher,
      LargeEntryEncoder large) {
    this.log = log;
    this.catchUp = catchUp;
    this.images = images;
    this.documents = documents;
    ChangeReader changes = new ChangeReader(images);
    this.viewBatches = new ViewBatches(log, large, changes);
    this.parking = new Parking(log, large, changes, dispatcher::failed);
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
    awake.add(subscription);
    if (subscription.hasLeft()) {
      // it was ended before it was added here
      awake.remove(subscription);
    }
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

  /** What sends the documents of the feed's collections; null if no reader asks for them. */
  public FeedDocuments documents() {
    return documents;
  }

  ChangeLog log() {
    return log;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  /**
   * Requests history for a reader.
   *
   * @param wanted the changes that it wants at least; null for all
   */
  CatchUpRequest catchUp(
      Position after, ServerFilter wanted, SubscribeRequest request, Consumer<CatchUpResult> done) {
    counters.catchesUp();
    WireFormat format = view(request.view()).isAll() ? request.format() : null;
    return catchUp.read(after, wanted, format, request.client(), done);
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

  /** The readers that wait for what concerns them. The dispatcher's thread. */
  Parking parking() {
    return parking;
  }

  /** A reader was parked. The dispatcher's thread. */
  void parked(Subscription subscription) {
    parking.parked();
    awake.remove(subscription);
    due.add(subscription, System.nanoTime());
  }

  /** A reader is parked no longer. The dispatcher's thread. */
  void unparked(Subscription subscription) {
    parking.unparked();
    awake.add(subscription);
  }

  /**
   * A reader has ended. The dispatcher's thread.
   *
   * @param listing null if it was never parked
   */
  void forget(Subscription subscription, boolean isParked, Listing<Subscription> listing) {
    awake.remove(subscription);
    if (isParked) {
      parking.unparked();
    }
    if (listing != null) {
      parking.remove(listing);
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
   * Sends every live reader what is new, once a send window may open: first those that were parked
   * and are found, then those that read everything. Readers that catch up are served in {@linkplain
   * Dispatcher turns}. Called on the dispatcher's thread.
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
    if (end == seen && !any && !parking.isBehind(end)) {
      return Long.MAX_VALUE;
    }
    seen = end;
    int found = pumpParked(end);
    long pause = window.open(nanoTime, found + awake.size());
    for (Subscription subscription : awake) {
      if (!subscription.isFar()) {
        subscription.pump();
      } else if (all || subscription.isIdle()) {
        dispatcher.wake(subscription);
      }
    }
    return pause;
  }

  /** Serves the parked readers that new entries may concern, and returns how many there are. */
  private int pumpParked(long end) {
    int count = 0;
    do {
      List<Subscription> found = parking.advance(end, LOOKED_AT);
      found.forEach(Subscription::pump);
      count += found.size();
    } while (count < FOUND && parking.isBehind(end));
    return count;
  }

  /** Checks connections that are idle or stalled. Called on the dispatcher's thread. */
  void tend(long nanoTime) {
    catchUp.tend(nanoTime);
    if (documents != null) {
      documents.reads().tend(nanoTime);
    }
    awake.forEach(subscription -> subscription.tend(nanoTime));
    due.tend(nanoTime);
    batches.values().forEach(BatchCache::clear);
    viewBatches.clear();
  }

  /** Ends every connection. Called on the dispatcher's thread. */
  void closeAll() {
    // readers first, so that they are told whatever else fails during shutdown
    subscriptions.forEach(Subscription::end);
    catchUp.close();
    if (documents != null) {
      documents.reads().close();
    }
  }
}
