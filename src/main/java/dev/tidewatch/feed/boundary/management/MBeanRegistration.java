package dev.tidewatch.feed.boundary.management;

import dev.tidewatch.access.control.Disconnections;
import dev.tidewatch.access.control.Rights;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.FeedRegistry;
import dev.tidewatch.text.JsonString;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Registers an MBean for each feed as long as the application runs. The object name holds the
 * application's name, because a server may run two deployments.
 */
@ApplicationScoped
class MBeanRegistration {

  private static final Logger LOG = Logger.getLogger(MBeanRegistration.class.getName());

  @Inject private FeedRegistry feeds;
  @Inject private Rights rights;
  @Inject private Disconnections disconnections;

  @Resource(lookup = "java:app/AppName")
  private String application;

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final List<ObjectName> registered = new ArrayList<>();

  /** Registers when the application starts, not on first use. */
  void register(@Observes @Initialized(ApplicationScoped.class) Object started) {
    feeds.all().forEach(this::register);
  }

  private void register(Feed feed) {
    try {
      ObjectName name =
          new ObjectName(
              "dev.tidewatch:type=Feed,application="
                  + ObjectName.quote(application)
                  + ",name="
                  + feed.name());
      server.registerMBean(new FeedManagement(feed, this::disconnect), name);
      registered.add(name);
    } catch (JMException e) {
      // the feed works without an MBean
      LOG.log(Level.WARNING, "feed ''{0}'' cannot be shown to JMX: {1}", args(feed.name(), e));
    }
  }

  /** Called on a thread of JMX, which has no class loader by which CDI finds its beans. */
  private int disconnect(String caller) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(MBeanRegistration.class.getClassLoader());
    try {
      return disconnectHere(caller);
    } finally {
      Thread.currentThread().setContextClassLoader(loader);
    }
  }

  private int disconnectHere(String caller) {
    if (!rights.areRequired()) {
      throw new IllegalStateException(
          "Access is open, so no caller has a name: set tidewatch.access to required");
    }
    if (caller == null || caller.isEmpty()) {
      throw new IllegalArgumentException("The name of a caller is needed, as in the audit");
    }
    // first, so that nobody comes back between the two
    disconnections.add(caller);
    int count = feeds.all().stream().mapToInt(f -> f.subscribers().disconnect(caller)).sum();
    LOG.log(
        Level.INFO,
        "disconnected the caller {0}: {1} sessions end, and older tokens are refused on this node",
        new Object[] {JsonString.quote(caller), count});
    return count;
  }

  @PreDestroy
  void unregister() {
    for (ObjectName name : registered) {
      try {
        server.unregisterMBean(name);
      } catch (JMException e) {
        LOG.log(Level.WARNING, "{0} stays with JMX: {1}", args(name, e));
      }
    }
  }

  private static Object[] args(Object subject, JMException error) {
    return new Object[] {subject, error.toString()};
  }
}
