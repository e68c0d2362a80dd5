package dev.tidewatch.feed.control;

import dev.tidewatch.feed.control.watch.ManagedTask;
import dev.tidewatch.feed.control.watch.ParallelTasks;
import dev.tidewatch.feed.control.watch.StatusLog;
import dev.tidewatch.feed.control.watch.WatchLoop;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.WatchStatus;
import dev.tidewatch.mongo.MongoConnection;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts one {@link WatchLoop} for each feed when the application starts and stops it when the
 * application ends. Each loop runs on a managed thread. {@link ChangeEvents} fires what the loop
 * reads as CDI events. The {@link Broadcaster} hands the events to readers, {@link RecentChanges}
 * keeps the latest for the index page, and any other bean may observe them.
 */
@Singleton
@Startup
public class ChangeWatcher {

  private static final Logger LOG = Logger.getLogger(ChangeWatcher.class.getName());
  private static final Duration STOP = Duration.ofSeconds(2);

  @Inject private FeedRegistry feeds;
  @Inject private MongoConnection mongo;
  @Inject private Event<Change> changes;
  @Inject private Event<Gap> gaps;
  @Resource private ManagedThreadFactory threads;

  private final List<WatchLoop> loops = new ArrayList<>();
  private final List<ManagedTask> running = new ArrayList<>();

  /**
   * Starts the loops and returns. A loop that ran in this method would never release the EJB's
   * lock.
   */
  @PostConstruct
  void start() {
    running.add(ManagedTask.start(threads, "tidewatch deliveries", feeds.dispatcher()));
    feeds.all().forEach(this::watch);
  }

  private void watch(Feed feed) {
    StatusLog statusLog = new StatusLog(feed.settings(), feed::status);
    ChangeEvents events = new ChangeEvents(feed, changes, gaps, statusLog);
    if (feed.problem().isPresent()) {
      // the application stays up, so that its page can name the setting to change
      events.status(WatchStatus.stopped(feed.problem().get()));
      return;
    }
    LOG.log(Level.INFO, "watching {0} on {1}", new Object[] {feed.namespace(), mongo.hosts()});
    WatchLoop loop = new WatchLoop(feed.streams(), events, mongo::hosts);
    loops.add(loop);
    feed.watchedBy(loop);
    running.add(ManagedTask.start(threads, "tidewatch watch of " + feed.name(), loop));
    // not an EJB timer: WildFly logs a stack trace for a timer that is due during shutdown
    feeds.dispatcher().everySecond(statusLog::review);
    feeds.dispatcher().everySecond(feed.health()::review);
  }

  /**
   * Stops all loops and waits for them, because the server closes the database client next and
   * would not wait. The server may already refuse new tasks, so this method uses threads of its
   * own.
   */
  @PreDestroy
  void stop() {
    feeds.dispatcher().stop();
    long end = System.nanoTime() + STOP.toNanos();
    new ParallelTasks("tidewatch stop of a watch", STOP).run(loops, WatchLoop::stop);
    running.forEach(loop -> loop.await(Duration.ofNanos(end - System.nanoTime())));
  }
}
