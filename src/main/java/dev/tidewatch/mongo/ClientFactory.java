package dev.tidewatch.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoDriverInformation;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.ServerListener;
import dev.tidewatch.config.InvalidSettingException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Creates a client from a connection string, or reports the part of the string that the driver does
 * not support.
 *
 * <p>Messages hold neither the string nor the driver's own message: both may hold the password. An
 * option is named without its value.
 */
final class ClientFactory {

  /**
   * The read timeout. A longer silence means that the server has failed, because a getMore is
   * answered at least every second.
   */
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
  private static final long SELECTION_TIMEOUT_MILLIS = 3_000;

  private static final String EXAMPLE =
      "must be a connection string such as mongodb://user:password@host:27017/?replicaSet=rs0";

  private ClientFactory() {}

  /** Parses a connection string; throws InvalidSettingException if it is invalid. */
  static ConnectionString parse(String text) {
    try {
      return new ConnectionString(text);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw refused(text, ConnectionString::new);
    }
  }

  /**
   * Creates a client, which connects in the background. Throws InvalidSettingException if the
   * driver refuses an option or lacks a library for it.
   *
   * @param text the text of {@code connection}
   */
  static MongoClient create(String text, ConnectionString connection, ServerListener monitor) {
    DriverLimits.problem(connection).ifPresent(ClientFactory::refuse);
    try {
      return create(connection, monitor);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw refused(text, changed -> create(new ConnectionString(changed), monitor).close());
    } catch (LinkageError e) {
      throw invalid("it needs a library that is missing");
    }
  }

  private static MongoClient create(ConnectionString connection, ServerListener monitor) {
    return MongoClients.create(
        clientSettings(connection, monitor),
        MongoDriverInformation.builder().driverName("tidewatch").build());
  }

  private static void refuse(String remedy) {
    throw invalid(remedy);
  }

  private static InvalidSettingException invalid(String remedy) {
    return new InvalidSettingException("tidewatch.mongo", null, remedy);
  }

  /**
   * Finds the option that makes the driver refuse the string; if several do, the first that it
   * refuses in combination with those before it.
   */
  private static InvalidSettingException refused(String text, Consumer<String> attempt) {
    int query = text.indexOf('?', Math.max(0, text.lastIndexOf('@'))) + 1;
    List<String> options = query == 0 ? List.of() : List.of(text.substring(query).split("[&;]"));
    String bare = query == 0 ? text : text.substring(0, query);
    Optional<String> culprit =
        options.stream()
            .filter(option -> isTaken(bare + join(options, o -> !o.equals(option)), attempt))
            .findFirst();
    if (culprit.isEmpty() && isTaken(bare, attempt)) {
      culprit =
          options.stream()
              .filter(
                  option -> {
                    int end = options.indexOf(option) + 1;
                    return !isTaken(bare + String.join("&", options.subList(0, end)), attempt);
                  })
              .findFirst();
    }
    return invalid(culprit.map(ClientFactory::remedy).orElse(EXAMPLE));
  }

  private static String join(List<String> options, Predicate<String> which) {
    return options.stream().filter(which).collect(Collectors.joining("&"));
  }

  private static String remedy(String option) {
    return "the driver refuses the value of its option "
        + option.split("=")[0]
        + ": correct it or leave it out";
  }

  private static boolean isTaken(String text, Consumer<String> attempt) {
    try {
      attempt.accept(text);
      return true;
    } catch (IllegalArgumentException | IllegalStateException | MongoException e) {
      return false;
    }
  }

  /** The connection string's own timeouts override these. */
  private static MongoClientSettings clientSettings(
      ConnectionString connection, ServerListener monitor) {
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
        .applyToServerSettings(
            server -> server.heartbeatFrequency(2, TimeUnit.SECONDS).addServerListener(monitor))
        .applyConnectionString(connection)
        .build();
  }
}
