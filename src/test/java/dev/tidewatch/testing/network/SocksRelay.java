package dev.tidewatch.testing.network;

import dev.tidewatch.testing.clients.Gate;
import dev.tidewatch.testing.mongo.ReplicaSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A SOCKS5 proxy between one client and its servers, with which a test breaks that client's network
 * and no other's. To the driver: {@code proxyHost=127.0.0.1&proxyPort=}{@link #port}.
 *
 * <p>Any thread.
 */
public final class SocksRelay implements AutoCloseable {

  private final ServerSocket server;
  private final Gate gate = new Gate();
  private final Set<RelayedConnection> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "socks relay");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean refusing;

  private SocksRelay(ServerSocket server) {
    this.server = server;
  }

  /** Starts one on a port of its own. */
  public static SocksRelay start() {
    try {
      SocksRelay relay =
          new SocksRelay(new ServerSocket(0, 100, InetAddress.getByName(ReplicaSet.HOST)));
      relay.executor.execute(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection string that goes through here. */
  public String through(String uri) {
    return uri + "&proxyHost=" + ReplicaSet.HOST + "&proxyPort=" + server.getLocalPort();
  }

  /** Drops every connection. */
  public void cut() {
    connections.forEach(RelayedConnection::close);
  }

  /** Drops every connection and takes no new one until {@link #admit}. */
  public void refuse() {
    refusing = true;
    cut();
  }

  /** Ends {@link #refuse}. */
  public void admit() {
    refusing = false;
  }

  /** Until {@link #release}, no byte arrives at either side, and neither side is told. */
  public void stall() {
    gate.shut();
  }

  /** Ends {@link #stall}; what was held back arrives. */
  public void release() {
    gate.open();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        RelayedConnection connection = new RelayedConnection(client, gate, connections::remove);
        connections.add(connection);
        // looked at after it was added: refuse() closes either this one or the next
        if (refusing) {
          connection.close();
        } else {
          executor.execute(() -> connection.run(executor));
        }
      } catch (IOException e) {
        // closed, or a client that went before it was taken
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
    gate.open();
    executor.shutdownNow();
  }
}
