package dev.tidewatch.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerType;
import com.mongodb.event.ServerDescriptionChangedEvent;
import com.mongodb.event.ServerListener;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What the driver's monitors last heard from the servers. The driver itself reports only that no
 * server is usable, and forgets a server of another replica set.
 *
 * <p>The monitors' threads write; any thread reads.
 */
final class ServerMonitor implements ServerListener {

  private volatile String setName;
  private volatile Throwable failure;

  @Override
  public void serverDescriptionChanged(ServerDescriptionChangedEvent event) {
    ServerDescription now = event.getNewDescription();
    if (now.isOk()) {
      setName = now.getSetName();
      failure = null;
    } else if (now.getException() != null) {
      failure = now.getException();
    }
  }

  /** The cause, as the end of a sentence that begins with the servers, and the remedy. */
  Optional<String> trouble(MongoClient client, ConnectionString connection) {
    String actual = setName;
    String wanted = connection.getRequiredReplicaSetName();
    if (wanted != null && actual != null && !wanted.equals(actual)) {
      // regardless of later events, because the driver does not contact such a server again
      return Optional.of(
          (" is of the replica set %1$s, and tidewatch.mongo asks for %2$s:"
                  + " set replicaSet=%1$s there.")
              .formatted(actual, wanted));
    }
    ClusterDescription servers = client.getClusterDescription();
    boolean isUp =
        servers.getServerDescriptions().stream()
            .anyMatch(server -> server.isOk() && server.getType() != ServerType.UNKNOWN);
    return isUp ? unmet(servers, connection.getReadPreference()) : connecting(failure);
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
    return Optional.empty();
  }

  private static Optional<String> unmet(ClusterDescription servers, ReadPreference preference) {
    if (preference == null || servers.hasReadableServer(preference)) {
      return Optional.empty();
    }
    return Optional.of(
        " has no server that readPreference=%s in tidewatch.mongo allows: add one or change it."
            .formatted(preference.getName()));
  }
}
