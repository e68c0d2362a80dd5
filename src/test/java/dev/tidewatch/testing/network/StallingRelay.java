package dev.tidewatch.testing.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands before a server and can hold back every byte without closing a connection, as a server
 * that hangs or a network that swallows; or cut every connection, as one that resets.
 */
public final class StallingRelay implements AutoCloseable {

  private final InetSocketAddress server;
  private final ServerSocket listening;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private boolean held;
  private volatile boolean cut;

  private StallingRelay(InetSocketAddress server, ServerSocket listening) {
    this.server = server;
    this.listening = listening;
  }

  /** Starts one on a free port of the loopback address. */
  public static StallingRelay before(String host, int port) {
    try {
      ServerSocket listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
      StallingRelay relay = new StallingRelay(new InetSocketAddress(host, port), listening);
      relay.start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Holds everything back from now on. */
  public synchronized void hold() {
    held = true;
  }

  /** Closes every connection, and new ones as they come. */
  public void cut() {
    cut = true;
    closeAll();
  }

  /** Lets everything through, also what was held back. */
  public synchronized void release() {
    held = false;
    cut = false;
    notifyAll();
  }

  private synchronized void awaitRelease() throws InterruptedException {
    while (held) {
      wait();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      open.add(client);
      if (cut) {
        closeAll();
        continue;
      }
      start(() -> relay(client));
    }
  }

  private void relay(Socket client) throws IOException, InterruptedException {
    try (client;
        Socket upstream = new Socket(server.getAddress(), server.getPort())) {
      open.add(upstream);
      if (cut) {
        // it was accepted before
        return;
      }
      start(() -> pump(client, upstream));
      pump(upstream, client);
    }
  }

  private void pump(Socket from, Socket to) throws IOException, InterruptedException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitRelease();
        out.write(buffer, 0, read);
      }
    }
  }

  private void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                // one side has gone: so does the other
              }
            },
            "stalling-relay");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeAll();
  }

  private void closeAll() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      open.remove(socket);
    }
  }
}
