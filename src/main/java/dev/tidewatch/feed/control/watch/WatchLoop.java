package dev.tidewatch.feed.control.watch;

import com.mongodb.MongoCommandException;
import dev.tidewatch.feed.control.counters.LogThrottle;
import dev.tidewatch.feed.control.source.FeedStream;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.control.source.MongoErrorCodes;
import dev.tidewatch.feed.control.source.StreamException;
import dev.tidewatch.feed.control.source.StreamFailure;
import dev.tidewatch.feed.control.source.StreamFailure.Kind;
import dev.tidewatch.feed.control.source.StreamRefusal;
import dev.tidewatch.feed.control.source.UnreadableEvent;
import dev.tidewatch.feed.control.watch.ResumePoint.ReadMode;
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
 * Watches MongoDB as long as the application runs: reads changes, announces them, and reopens the
 * stream where it was, whatever the database does.
 *
 * <p>Owned by the thread that runs it. Stop signal: {@link #stop}, from any thread, which also ends
 * a blocked read. Bound: one change at a time; the listener is called on this thread. {@link
 * #pause} and {@link #resume} may be called from any thread.
 */
public final class WatchLoop implements Runnable {

  private static final Logger LOG = Logger.getLogger(WatchLoop.class.getName());

  private final FeedStreamFactory streams;
  private final Listener listener;
  private final Supplier<String> hosts;
  private final RetryDelay retryDelay = new RetryDelay(System::nanoTime);
  private final ResumePoint resumePoint = new ResumePoint();
  private final RunState runState = new RunState();
  private final LogThrottle serverErrors = new LogThrottle();
  private volatile FeedStream current;
  private volatile FeedStream closedOnOrder;

  /** Receives what the loop reads; called on the loop's thread, one call at a time, in order. */
  public interface Listener {

    /** A change or a gap. */
    void entry(FeedEntry entry);

    /** The stream was opened and starts here; not up to date yet. */
    void startedAt(Position position);

    /** Everything that has happened by now was announced, and the stream is at this position. */
    void upToDate(Position position);

    /** The stream has failed and is reopened. */
    default void restarting(StreamFailure.Kind why) {}

    /** Reports the watch's state; called at each attempt, even if the state is unchanged. */
    void status(WatchStatus status);
  }

  /**
   * A loop that starts with the next change.
   *
   * @param hosts the database's addresses, for messages
   */
  public WatchLoop(FeedStreamFactory streams, Listener listener, Supplier<String> hosts) {
    this.streams = streams;
    this.listener = listener;
    this.hosts = hosts;
  }

  /** Watches until {@link #stop} or until a failure that only an operator can fix. */
  @Override
  public void run() {
    boolean goOn = true;
    while (goOn && mayBegin()) {
      retryDelay.begin();
      goOn = attempt();
    }
  }

  /**
   * Makes {@link #run} return soon. May be called from any thread; closes the cursor, which may
   * block.
   */
  public void stop() {
    runState.stop();
    closeCurrent();
  }

  /**
   * Closes the stream and keeps the resume point until {@link #resume}. May be called from any
   * thread and repeated; closes the cursor, which may block.
   */
  public void pause() {
    runState.pause();
    closeCurrent();
  }

  /**
   * Resumes where it was paused. Does nothing if it is not paused. May be called from any thread.
   */
  public void resume() {
    runState.resume();
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
      runState.waitFor(retryDelay.remaining());
      if (runState.isPaused()) {
        listener.status(WatchStatus.PAUSED);
        runState.waitWhilePaused();
      }
      return !runState.isStopped();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      listener.status(WatchStatus.stopped("The watch was interrupted by the application server."));
      return false;
    }
  }

  /** Runs one stream from its opening to its end; returns false if a retry is useless. */
  private boolean attempt() {
    try (FeedStream stream = next()) {
      current = stream;
      if (runState.isRunning()) {
        read(stream);
      }
      return true;
    } catch (Throwable e) {
      // including Errors, because a watch whose thread ends would end silently
      // a stream that was closed on request is expected to fail
      boolean asOrdered = current != null && current == closedOnOrder;
      return asOrdered || !runState.isRunning() || recover(e, current);
    } finally {
      current = null;
      closedOnOrder = null;
    }
  }

  private FeedStream next() {
    streams.verify();
    while (resumePoint.readMode() == ReadMode.SKIP && runState.isRunning()) {
      List<UnreadableEvent.Step> steps = streams.stepOver(resumePoint.position());
      for (UnreadableEvent.Step step : steps) {
        resumePoint.stepOver(step).ifPresent(listener::entry);
      }
      if (steps.isEmpty()) {
        resumePoint.foundNothing();
      }
    }
    return switch (resumePoint.readMode()) {
      case SMALL_BATCHES -> streams.inSmallBatches(resumePoint.position());
      case SINGLE, SKIP -> streams.oneByOne(resumePoint.position());
      case BATCHED -> streams.startAfter(resumePoint.position());
    };
  }

  /** Reads until the stream ends, as it does after an invalidate. */
  private void read(FeedStream stream) {
    stream.open();
    Position start = stream.position();
    if (start != null) {
      resumePoint.startedAt(start).ifPresent(listener::entry);
      resumePoint.moved(start);
      listener.startedAt(start);
    }
    retryDelay.succeeded();
    listener.status(WatchStatus.LIVE);
    while (stream.isAlive() && runState.isRunning()) {
      Optional<Change> change = stream.tryNext();
      if (change.isPresent()) {
        if (resumePoint.isPast(change.get())) {
          // positions would no longer be sorted, and readers would miss changes
          resumePoint.lose(Gap.Reason.HISTORY_LOST);
          return;
        }
        listener.entry(change.get());
        resumePoint.passed(change.get());
      } else if (stream.position() != null) {
        resumePoint.moved(stream.position());
        listener.upToDate(stream.position());
      }
      if (resumePoint.isPastTrouble()
          || change.isEmpty() && resumePoint.readMode() != ReadMode.BATCHED) {
        resumePoint.clear();
        retryDelay.reset();
        return;
      }
    }
  }

  /** Reports the failure; returns false if a retry is useless. */
  private boolean recover(Throwable error, FeedStream stream) {
    boolean seeking = resumePoint.isAtEvent() && (stream == null || !stream.hasRead());
    StreamFailure failure = StreamFailure.of(error, seeking);
    String cause = failure.sentence(hosts.get());
    if (failure.kind() == Kind.TRANSIENT) {
      cause = streams.trouble().orElse(cause);
    }
    told(error);
    retryDelay.failed();
    if (failure.kind().isFinal()) {
      listener.status(WatchStatus.stopped(cause));
      return false;
    }
    boolean goesOnAtOnce = false;
    switch (failure.kind().forReader()) {
      case GAP, REFUSE -> resumePoint.lose(failure.kind().gap());
      case STEP_OVER -> goesOnAtOnce = resumePoint.unreadable();
      default -> {
        // retried where it was
      }
    }
    listener.restarting(failure.kind());
    if (goesOnAtOnce) {
      // the watch is live; only one change is unreadable, and it is reported as a gap
      retryDelay.reset();
    } else {
      listener.status(
          failure.kind() == Kind.TRANSIENT
              ? WatchStatus.away(cause)
              : WatchStatus.reconnecting(cause));
    }
    return true;
  }

  /** Logs the server's message, which may hold a document and is only for the log. */
  private void told(Throwable error) {
    Throwable cause = error instanceof StreamException ? error.getCause() : error;
    if (cause instanceof MongoCommandException said && serverErrors.tryAcquire()) {
      LOG.log(
          Level.WARNING,
          "MongoDB says {0}, code {1}: {2}{3}",
          new Object[] {
            MongoErrorCodes.name(said),
            Integer.toString(said.getErrorCode()),
            StreamRefusal.said(said),
            serverErrors.suppressed()
          });
    }
  }
}
