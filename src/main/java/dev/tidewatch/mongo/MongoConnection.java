package dev.tidewatch.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import dev.tidewatch.config.ConnectionSettings;
import dev.tidewatch.config.InvalidSettingException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** The application's MongoClient, created on first use and closed with the application. */
@ApplicationScoped
public class MongoConnection {

  private static final Pattern LOCAL = Pattern.compile("(localhost|127\\.0\\.0\\.1)(:\\d+)?");

  // a strong reference, because an unreferenced logger loses its level
  private static final Logger DRIVER_LOG = Logger.getLogger("org.mongodb.driver");

  static {
    // the driver logs a stack trace at each attempt to reach an unreachable server; the watch logs
    // one sentence
    DRIVER_LOG.setLevel(Level.SEVERE);
  }

  private final ConnectionSettings settings;
  private ConnectionString connection;
  private MongoClient client;
  private final ServerMonitor monitor = new ServerMonitor();
  private DriverThread driverThread;

  /** For the container. */
  @Inject
  public MongoConnection(ConnectionSettings settings) {
    this.settings = settings;
  }

  /** For the container's proxy. */
  protected MongoConnection() {
    this(null);
  }

  /**
   * The client. It connects in the background, so this returns even if no server is reachable.
   * Throws InvalidSettingException if the driver does not support the connection string.
   */
  public synchronized MongoClient client() {
    if (client == null) {
      client = ClientFactory.create(settings.uri().get(), connectionString(), monitor);
      driverThread = new DriverThread();
    }
    return client;
  }

  /** The servers as the connection string names them, without user and password. */
  public String hosts() {
    try {
      return String.join(", ", connectionString().getHosts());
    } catch (InvalidSettingException | MongoException e) {
      return "the address in tidewatch.mongo";
    }
  }

  /**
   * Why no server can be used now, and the remedy, as a sentence; empty if the cause is unknown.
   */
  public synchronized Optional<String> trouble() {
    return client == null
        ? Optional.empty()
        : monitor.trouble(client, connection).map(what -> "MongoDB at " + hosts() + what);
  }

  /**
   * The servers' addresses if a shell on this machine can connect to them without a password; else
   * empty.
   */
  public Optional<String> localHosts() {
    try {
      ConnectionString connection = connectionString();
      return connection.getCredential() == null
              && connection.getHosts().stream().allMatch(host -> LOCAL.matcher(host).matches())
          ? Optional.of(String.join(",", connection.getHosts()))
          : Optional.empty();
    } catch (InvalidSettingException | MongoException e) {
      return Optional.empty();
    }
  }

  /**
   * Parses the string. For mongodb+srv this looks up names, so it may fail now and succeed later.
   */
  private synchronized ConnectionString connectionString() {
    if (connection == null) {
      connection = ClientFactory.parse(settings.uri().get());
    }
    return connection;
  }

  @PreDestroy
  synchronized void close() {
    if (client != null) {
      client.close();
      driverThread.end();
    }
  }
}
