package dev.tidewatch.access.control;

import dev.tidewatch.config.AccessSettings;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Whether this server takes a caller from the application's authentication mechanism. WildFly does
 * so only with {@code integrated-jaspi=false}; otherwise it looks the caller up among its own users
 * and fails. Its configuration is visible over JMX, which needs no class of WildFly. What that does
 * not show shows at the first login. Thread-safe.
 */
@ApplicationScoped
public class LoginSupport {

  private static final Logger LOG = Logger.getLogger(LoginSupport.class.getName());

  private static final String WILDFLY =
      "jboss.as:subsystem=undertow,application-security-domain=other";

  private static final String REMEDY =
      "; until it can, requests that need a caller are answered with 503. On WildFly, run"
          + " server-config/wildfly/tidewatch.cli, which sets integrated-jaspi=false";

  /** The looks are 1, 2, 4 seconds and so on apart: two minutes in all. */
  private static final int LAST_LOOK = 7;

  private final AccessSettings settings;
  private final AtomicBoolean broken = new AtomicBoolean();
  private final AtomicBoolean silent = new AtomicBoolean();
  @Resource private ManagedScheduledExecutorService scheduler;

  /** For the container. */
  @Inject
  public LoginSupport(AccessSettings settings) {
    this.settings = settings;
  }

  /** For the container's proxy. */
  protected LoginSupport() {
    this(null);
  }

  /** Looks when the application starts, so that the line is in the log early. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    if (settings.required()) {
      look(0);
    }
  }

  /** WildFly shows its configuration only once it has started, and later than the application. */
  private void look(int attempt) {
    Optional<Boolean> integrated = integrated(ManagementFactory.getPlatformMBeanServer());
    if (integrated.orElse(false)) {
      failed("WildFly's application-security-domain \"other\" has integrated-jaspi=true");
    } else if (integrated.isEmpty() && attempt < LAST_LOOK) {
      try {
        scheduler.schedule(() -> look(attempt + 1), 1L << attempt, TimeUnit.SECONDS);
      } catch (RejectedExecutionException | IllegalStateException e) {
        // the server is stopping
      }
    }
  }

  /** What WildFly is set to; empty if it does not say yet, or if this is another server. */
  private static Optional<Boolean> integrated(MBeanServer server) {
    try {
      ObjectName domain = new ObjectName(WILDFLY);
      return server.isRegistered(domain)
          ? Optional.of(Boolean.TRUE.equals(server.getAttribute(domain, "integratedJaspi")))
          : Optional.empty();
    } catch (JMException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * A login has failed for a reason of the server's; logged once.
   *
   * @param why a sentence without its end
   */
  public void failed(String why) {
    if (broken.compareAndSet(false, true)) {
      LOG.log(Level.SEVERE, "nobody can log in on this server: {0}{1}", new Object[] {why, REMEDY});
    }
  }

  /**
   * The server has not asked the mechanism for a request. It may authenticate callers in a way of
   * its own, so this alone does not end logins; logged once.
   */
  public void notAsked() {
    if (silent.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          "this server does not call the application's authentication mechanism, so no token and no"
              + " login is looked at; only callers whom the server itself knows are known");
    }
  }

  /** Whether a caller can be known on this server. */
  public boolean isWorking() {
    return !broken.get();
  }
}
