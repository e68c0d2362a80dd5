package dev.tidewatch.specification;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.tidewatch.stream.WatchTarget;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A client whose commands are listened to.
 *
 * @param log null if the case does not observe it
 */
record ClientEntity(MongoClient client, CommandLog log) implements Entity {

  private static final int ANSWER_SECONDS = 30;

  static ClientEntity of(Fields fields, String uri, Topology topology) {
    ConnectionString connection = new ConnectionString(uri);
    fields
        .findFlag("useMultipleMongoses")
        .ifPresent(several -> hosts(several, connection, topology));
    List<String> events = fields.findTexts("observeEvents");
    if (!List.of("commandStartedEvent").containsAll(events)) {
      throw new AssertionError("this runner does not know all the events of " + events);
    }
    CommandLog log = new CommandLog(fields.findTexts("ignoreCommandMonitoringEvents"));
    MongoClientSettings settings =
        MongoClientSettings.builder()
            .applyConnectionString(connection)
            // a server that hangs fails the case and not the run
            .applyToSocketSettings(socket -> socket.readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS))
            .addCommandListener(log)
            .build();
    return new ClientEntity(MongoClients.create(settings), events.isEmpty() ? null : log);
  }

  private static void hosts(boolean several, ConnectionString connection, Topology topology) {
    boolean matters = topology == Topology.SHARDED || topology == Topology.LOAD_BALANCED;
    if (matters && several != connection.getHosts().size() > 1) {
      throw new AssertionError("the connection string has the wrong number of mongos: " + several);
    }
  }

  @Override
  public Result run(String operation, Fields arguments) {
    return switch (operation) {
      case "createChangeStream" -> StreamEntity.open(WatchTarget.deployment(client), arguments);
      default -> throw Entity.unknown("client", operation);
    };
  }
}
