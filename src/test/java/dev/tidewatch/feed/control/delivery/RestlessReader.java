package dev.tidewatch.feed.control.delivery;

import static org.awaitility.Awaitility.await;

import dev.tidewatch.feed.control.faults.ResumingReader;
import dev.tidewatch.feed.control.watch.WatchedFeed;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A reader that leaves and comes back all the time, now with the next change and now so late that
 * the log has forgotten where it was, and to any node of the application: to one that is behind the
 * one it left, too.
 *
 * <p>Owner of its coming and going: a thread of its own, from the start to {@link #close}.
 */
public final class RestlessReader implements AutoCloseable {

  private static final int LONGEST_STAY = 20;
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(15);

  private final ResumingReader reader;
  private final List<WatchedFeed> nodes;
  private final int longestAway;
  private final Random random;
  private final Thread thread = new Thread(this::comeAndGo, "restless reader");
  private volatile boolean stopped;

  /**
   * Starts it, at the first node.
   *
   * @param longestAway the most changes that it is away for
   */
  public RestlessReader(List<WatchedFeed> nodes, int longestAway, Random random) {
    this.reader = nodes.get(0).reader();
    this.nodes = nodes;
    this.longestAway = longestAway;
    this.random = random;
    thread.start();
  }

  /** What it has got is there. */
  public ResumingReader reader() {
    return reader;
  }

  private void comeAndGo() {
    while (!stopped) {
      reader.leave();
      awaitChanges(any(), random.nextInt(longestAway), SHORT);
      WatchedFeed node = any();
      reader.comeBackTo(node.readers());
      // to one that stands still mostly until it goes on: then it might send again what the reader
      // had from the other
      awaitChanges(node, 1 + random.nextInt(LONGEST_STAY), LONG);
    }
  }

  private void awaitChanges(WatchedFeed node, int count, Duration patience) {
    long end = node.end() + count;
    try {
      await().atMost(patience).until(() -> stopped || node.end() >= end);
    } catch (ConditionTimeoutException e) {
      // the database is away, and it goes or comes back without
    }
  }

  private WatchedFeed any() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  /** It is back when this returns. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
