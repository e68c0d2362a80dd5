package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import dev.tidewatch.stream.ChangeStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.RawBsonDocument;

/**
 * Watches MongoDB for as long as the application runs: reads changes, announces them, and whatever
 * the database does, opens the stream again where it was.
 *
 * <p>Owned by the thread that runs it. Stop signal: {@link #stop}, from any thread, which also ends
 * a read that waits. Bound: one change at a time; listeners are called on this thread.
 */
public final class WatchLoop implements Runnable {

  private static final long RETRY_MILLIS = 1000;

  private final StreamSource source;
  private final Listener listener;
  private final Supplier<String> hosts;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile ChangeStream current;
  private Position position;
  // the last position that the server still knew, until a gap has been announced
  private Position lost;

  /** Who hears of it; called on the loop's thread, one call at a time, in order. */
  public interface Listener {

    /** A change or a gap. */
    void entry(FeedEntry entry);

    /** The stream stands here; everything before has been announced. */
    void position(Position position);

    /** The watch is well, or why not; called at each attempt, with the same state too. */
    void status(WatchStatus status);
  }

  /**
   * A loop that starts with the next change.
   *
   * @param hosts what the database is called in messages
   */
  public WatchLoop(StreamSource source, Listener listener, Supplier<String> hosts) {
    this.source = source;
    this.listener = listener;
    this.hosts = hosts;
  }

  /** Watches until {@link #stop} or until a failure that only a person can mend. */
  @Override
  public void run() {
    boolean goOn = true;
    while (goOn && !isStopping()) {
      try (ChangeStream stream = source.startAfter(position)) {
        current = stream;
        read(stream);
      } catch (RuntimeException e) {
        goOn = isStopping() || recover(StreamFailure.of(e));
      } finally {
        current = null;
      }
    }
  }

  /**
   * Makes {@link #run} return soon. Any thread; closes the cursor, which may wait for the server.
   */
  public void stop() {
    stopping.countDown();
    ChangeStream stream = current;
    if (stream != null) {
      stream.close();
    }
  }

  /** Reads until the stream ends, as it does after an invalidate. */
  private void read(ChangeStream stream) {
    stream.open();
    if (stream.resumeToken() != null) {
      startAt(Position.of(stream.resumeToken()));
    }
    listener.status(WatchStatus.LIVE);
    while (stream.isAlive() && !isStopping()) {
      Optional<RawBsonDocument> document = stream.tryNext();
      if (document.isPresent()) {
        Change change = Change.of(document.get());
        listener.entry(change);
        position = change.position();
      } else if (stream.resumeToken() != null) {
        moveTo(Position.of(stream.resumeToken()));
      }
    }
  }

  private void startAt(Position start) {
    if (lost != null) {
      listener.entry(new Gap(Gap.Reason.HISTORY_LOST, lost, start));
      lost = null;
    }
    moveTo(start);
  }

  private void moveTo(Position to) {
    if (position == null || to.isAfter(position)) {
      position = to;
      listener.position(to);
    }
  }

  /** Says what is wrong and waits; false if there is no sense in another attempt. */
  private boolean recover(StreamFailure failure) {
    String cause = failure.sentence(hosts.get());
    switch (failure.kind()) {
      case MISCONFIGURED, UNAUTHORIZED, REFUSED -> {
        listener.status(WatchStatus.stopped(cause));
        return false;
      }
      case HISTORY_LOST, BAD_POSITION -> {
        lost = lost == null ? position : lost;
        position = null;
        listener.status(WatchStatus.reconnecting(cause));
      }
      case TRANSIENT, STANDALONE, UNKNOWN -> listener.status(WatchStatus.reconnecting(cause));
    }
    pause();
    return true;
  }

  private void pause() {
    try {
      stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      stopping.countDown();
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }
}
