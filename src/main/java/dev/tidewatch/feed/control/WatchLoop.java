package dev.tidewatch.feed.control;

import com.mongodb.MongoCommandException;
import dev.tidewatch.feed.control.StreamFailure.Kind;
import dev.tidewatch.feed.control.WatchPlace.Approach;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Watches MongoDB for as long as the application runs: reads changes, announces them, and whatever
 * the database does, opens the stream again where it was.
 *
 * <p>Owned by the thread that runs it. Stop signal: {@link #stop}, from any thread, which also ends
 * a read that waits. Bound: one change at a time; listeners are called on this thread. {@link
 * #pause} and {@link #resume} come from any thread too.
 */
public final class WatchLoop implements Runnable {

  private static final Logger LOG = Logger.getLogger(WatchLoop.class.getName());

  private final FeedStreams streams;
  private final Listener listener;
  private final Supplier<String> hosts;
  private final Backoff backoff = new Backoff(System::nanoTime);
  private final WatchPlace place = new WatchPlace();
  private final WatchOrders orders = new WatchOrders();
  private final OnceASecond serverErrors = new OnceASecond();
  private volatile FeedStream current;
  private volatile FeedStream closedOnOrder;

  /** Who hears of it; called on the loop's thread, one call at a time, in order. */
  public interface Listener {

    /** A change or a gap. */
    void entry(FeedEntry entry);

    /** The stream was opened and starts here; not up to date yet. */
    void startedAt(Position position);

    /** All that has happened by now was announced, and the stream stands here. */
    void upToDate(Position position);

    /** The stream has failed and is opened again. */
    default void restarting(StreamFailure.Kind why) {}

    /** The watch is well, or why not; called at each attempt, with the same state too. */
    void status(WatchStatus status);
  }

  /**
   * A loop that starts with the next change.
   *
   * @param hosts what the database is called in messages
   */
  public WatchLoop(FeedStreams streams, Listener listener, Supplier<String> hosts) {
    this.streams = streams;
    this.listener = listener;
    this.hosts = hosts;
  }

  /** Watches until {@link #stop} or until a failure that only a person can mend. */
  @Override
  public void run() {
    boolean goOn = true;
    while (goOn && mayBegin()) {
      backoff.begin();
      goOn = attempt();
    }
  }

  /**
   * Makes {@link #run} return soon. Any thread; closes the cursor, which may wait for the server.
   */
  public void stop() {
    orders.end();
    closeCurrent();
  }

  /**
   * Has the stream closed and keeps its place, until {@link #resume}. Any thread, and may be
   * repeated; closes the cursor, which may wait for the server.
   */
  public void pause() {
    orders.pause();
    closeCurrent();
  }

  /** Goes on where it was. Nothing if it is not paused. Any thread. */
  public void resume() {
    orders.goOn();
  }

  private void closeCurrent() {
    FeedStream stream = current;
    if (stream != null) {
      closedOnOrder = stream;
      stream.close();
    }
  }

  private boolean mayBegin() {
    try {
      orders.waitFor(backoff.remaining());
      if (orders.isToPause()) {
        listener.status(WatchStatus.PAUSED);
        orders.waitWhilePaused();
      }
      return !orders.isToEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      listener.status(WatchStatus.stopped("The watch was interrupted by the application server."));
      return false;
    }
  }

  /** One stream, from its opening to its end; false if there is no sense in another. */
  private boolean attempt() {
    try (FeedStream stream = next()) {
      current = stream;
      if (orders.isToGoOn()) {
        read(stream);
      }
      return true;
    } catch (Throwable e) {
      // an Error too: a watch that ended with its thread would have ended silently
      // one that was closed on an order may well fail
      boolean asOrdered = current != null && current == closedOnOrder;
      return asOrdered || !orders.isToGoOn() || recover(e, current);
    } finally {
      current = null;
      closedOnOrder = null;
    }
  }

  private FeedStream next() {
    while (place.approach() == Approach.STEP_OVER && orders.isToGoOn()) {
      List<UnreadableEvent.Step> steps = streams.stepOver(place.position());
      for (UnreadableEvent.Step step : steps) {
        place.stepOver(step).ifPresent(listener::entry);
      }
      if (steps.isEmpty()) {
        place.foundNothing();
      }
    }
    return switch (place.approach()) {
      case IN_SMALL_BATCHES -> streams.inSmallBatches(place.position());
      case ONE_BY_ONE, STEP_OVER -> streams.oneByOne(place.position());
      case PLAIN -> streams.startAfter(place.position());
    };
  }

  /** Reads until the stream ends, as it does after an invalidate. */
  private void read(FeedStream stream) {
    stream.open();
    Position start = stream.position();
    if (start != null) {
      place.startedAt(start).ifPresent(listener::entry);
      place.moved(start);
      listener.startedAt(start);
    }
    backoff.succeeded();
    listener.status(WatchStatus.LIVE);
    while (stream.isAlive() && orders.isToGoOn()) {
      Optional<Change> change = stream.tryNext();
      if (change.isPresent()) {
        if (place.isPast(change.get())) {
          // positions would not sort any more, and readers would miss what they seem to have had
          place.lose(Gap.Reason.HISTORY_LOST);
          return;
        }
        listener.entry(change.get());
        place.passed(change.get());
      } else if (stream.position() != null) {
        place.moved(stream.position());
        listener.upToDate(stream.position());
      }
      if (place.isPastTrouble() || change.isEmpty() && place.approach() != Approach.PLAIN) {
        place.clear();
        backoff.goOn();
        return;
      }
    }
  }

  /** Says what is wrong; false if there is no sense in another attempt. */
  private boolean recover(Throwable error, FeedStream stream) {
    boolean seeking = place.isAtEvent() && (stream == null || !stream.hasRead());
    StreamFailure failure = StreamFailure.of(error, seeking);
    String cause = failure.sentence(hosts.get());
    if (failure.kind() == Kind.TRANSIENT) {
      cause = streams.trouble().orElse(cause);
    }
    told(error);
    backoff.failed();
    if (failure.kind().isFinal()) {
      listener.status(WatchStatus.stopped(cause));
      return false;
    }
    boolean goesOnAtOnce = false;
    switch (failure.kind().forReader()) {
      case GAP, REFUSE -> place.lose(failure.kind().gap());
      case STEP_OVER -> goesOnAtOnce = place.unreadable();
      default -> {
        // it goes on where it was
      }
    }
    listener.restarting(failure.kind());
    if (goesOnAtOnce) {
      // the watch is well; it is one change that is not, and that is told as a gap
      backoff.goOn();
    } else {
      listener.status(
          failure.kind() == Kind.TRANSIENT
              ? WatchStatus.away(cause)
              : WatchStatus.reconnecting(cause));
    }
    return true;
  }

  /** The server's own words, for those who can read the log; they may hold a document. */
  private void told(Throwable error) {
    Throwable cause = error instanceof StreamException ? error.getCause() : error;
    if (cause instanceof MongoCommandException said && serverErrors.passes()) {
      LOG.log(
          Level.WARNING,
          "MongoDB says {0}, code {1}: {2}{3}",
          new Object[] {
            ErrorCodes.name(said),
            Integer.toString(said.getErrorCode()),
            Refusal.said(said),
            serverErrors.andMore()
          });
    }
  }
}
