package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.WatchStatus;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.mongo.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts the watch with the application and ends it with the application. What the watch sees, the
 * {@link Announcer} fires as CDI events.
 */
@Singleton
@Startup
public class ChangeWatcher {

  private static final Logger LOG = Logger.getLogger(ChangeWatcher.class.getName());
  private static final long STOP_SECONDS = 1;

  @Inject private Settings settings;
  @Inject private Feed feed;
  @Inject private MongoConnection mongo;
  @Inject private Announcer announcer;
  @Resource private ManagedExecutorService executor;

  private WatchLoop loop;
  private Future<?> watching;
  private Future<?> delivering;

  /** Submits the loops and returns: a loop in here would never give the EJB's lock back. */
  @PostConstruct
  void start() {
    Optional<String> problem = settings.problem();
    if (problem.isPresent()) {
      // the application stays up, to say on its page what has to be set
      announcer.status(WatchStatus.stopped(problem.get()));
      return;
    }
    LOG.log(Level.INFO, "watching {0} on {1}", new Object[] {feed.namespace(), mongo.hosts()});
    loop = new WatchLoop(feed::startAfter, announcer, mongo::hosts);
    delivering = executor.submit(LongRunning.named("tidewatch deliveries", feed.courier()));
    watching = executor.submit(LongRunning.named("tidewatch watch", loop));
  }

  /**
   * Waits for both loops, for the server would not: it takes the database's client away next. By
   * now a server may refuse new tasks, so this does its work itself.
   */
  @PreDestroy
  void stop() {
    if (loop == null) {
      return;
    }
    feed.courier().stop();
    loop.stop();
    await(watching);
    await(delivering);
  }

  private static void await(Future<?> loop) {
    try {
      loop.get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      loop.cancel(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | CancellationException e) {
      LOG.log(Level.WARNING, "a loop ended with an error", e);
    }
  }
}
