package dev.tidewatch.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoSocketException;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerType;
import com.mongodb.event.ServerHeartbeatFailedEvent;
import com.mongodb.event.ServerHeartbeatSucceededEvent;
import com.mongodb.event.ServerMonitorListener;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.bson.BsonDocument;

/**
 * What the driver's monitors last heard of the servers. The driver itself says only that it found
 * none to use: it even forgets a server that is of another replica set.
 *
 * <p>The monitors' threads write; any reads.
 */
final class ServerMonitor implements ServerMonitorListener {

  private volatile BsonDocument reply;
  private volatile Throwable failure;

  @Override
  public void serverHeartbeatSucceeded(ServerHeartbeatSucceededEvent event) {
    reply = event.getReply();
    failure = null;
  }

  @Override
  public void serverHeartbeatFailed(ServerHeartbeatFailedEvent event) {
    failure = event.getThrowable();
  }

  /** What is wrong, as the end of a sentence that begins with the servers, and what to do. */
  Optional<String> trouble(MongoClient client, ConnectionString connection) {
    Throwable error = failure;
    if (error != null) {
      return connecting(error);
    }
    BsonDocument known = reply;
    if (known == null) {
      return Optional.empty();
    }
    String wanted = connection.getRequiredReplicaSetName();
    String actual = known.containsKey("setName") ? known.getString("setName").getValue() : null;
    if (wanted != null && actual != null && !wanted.equals(actual)) {
      return Optional.of(
          (" is of the replica set %1$s, and tidewatch.mongo asks for %2$s:"
                  + " set replicaSet=%1$s there.")
              .formatted(actual, wanted));
    }
    return unmet(client.getClusterDescription(), connection.getReadPreference());
  }

  private static Optional<String> connecting(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return Optional.of(
            " does not agree on TLS: see that tidewatch.mongo has tls=true only if the server has"
                + " TLS, and that Java trusts its certificate, which has to name the host.");
      }
      if (cause instanceof UnknownHostException) {
        return Optional.of(
            " cannot be found: the name of a host is unknown; correct it in tidewatch.mongo.");
      }
    }
    return error instanceof MongoSocketException
        ? Optional.empty()
        : Optional.of(" does not speak as a MongoDB server: see that tidewatch.mongo names one.");
  }

  private static Optional<String> unmet(ClusterDescription servers, ReadPreference preference) {
    boolean up =
        servers.getServerDescriptions().stream()
            .anyMatch(server -> server.isOk() && server.getType() != ServerType.UNKNOWN);
    if (!up || preference == null || servers.hasReadableServer(preference)) {
      return Optional.empty();
    }
    return Optional.of(
        " has no server that readPreference=%s in tidewatch.mongo allows: add one or change it."
            .formatted(preference.getName()));
  }
}
