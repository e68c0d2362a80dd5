package dev.tidewatch.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoDriverInformation;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** The application's MongoClient, made at its first use and closed with the application. */
@ApplicationScoped
public class MongoConnection {

  /** A server that says nothing for so long has failed: a getMore answers at least every second. */
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
  private static final long SELECTION_TIMEOUT_MILLIS = 3_000;

  private static final Pattern LOCAL = Pattern.compile("(localhost|127\\.0\\.0\\.1)(:\\d+)?");

  // held here, for a logger that nobody holds forgets its level
  private static final Logger DRIVER_LOG = Logger.getLogger("org.mongodb.driver");

  static {
    // the driver logs a stack trace at each attempt to reach a server that is away; the watch says
    // it once, in a sentence
    DRIVER_LOG.setLevel(Level.SEVERE);
  }

  private final Settings settings;
  private ConnectionString connection;
  private MongoClient client;
  private DriverThread driverThread;

  /** For the container. */
  @Inject
  public MongoConnection(Settings settings) {
    this.settings = settings;
  }

  /** For the container's proxy. */
  protected MongoConnection() {
    this(null);
  }

  /** The client; it connects by itself, so this returns whether or not a server is there. */
  public synchronized MongoClient client() {
    if (client == null) {
      client =
          MongoClients.create(
              clientSettings(connectionString()),
              MongoDriverInformation.builder().driverName("tidewatch").build());
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

  /** The servers' addresses if people at this machine can open a shell there without a password. */
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

  /** Looks names up where the string is mongodb+srv, so it may fail now and work later. */
  private synchronized ConnectionString connectionString() {
    if (connection == null) {
      try {
        connection = new ConnectionString(settings.mongo());
      } catch (IllegalArgumentException e) {
        // neither the value nor the driver's message, for both may hold the password
        throw new InvalidSettingException(
            "tidewatch.mongo",
            null,
            "must be a connection string such as mongodb://user:password@host:27017/?replicaSet=rs0");
      }
    }
    return connection;
  }

  /** The connection string's own time-outs win over these. */
  private static MongoClientSettings clientSettings(ConnectionString connection) {
    return MongoClientSettings.builder()
        .applicationName("tidewatch")
        .applyToSocketSettings(
            socket ->
                socket
                    .connectTimeout(CONNECT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .readTimeout(READ_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
        .applyToClusterSettings(
            cluster ->
                cluster.serverSelectionTimeout(SELECTION_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
        .applyToServerSettings(server -> server.heartbeatFrequency(2, TimeUnit.SECONDS))
        .applyConnectionString(connection)
        .build();
  }

  @PreDestroy
  synchronized void close() {
    if (client != null) {
      client.close();
      driverThread.end();
    }
  }
}
