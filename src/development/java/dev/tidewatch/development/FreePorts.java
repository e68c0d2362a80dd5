package dev.tidewatch.development;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports on the loopback address; another process may take one a moment later. */
public final class FreePorts {

  static final int TRIES = 100;

  // below what Linux gives to outgoing connections: a server that stops and starts again on its
  // port may find a client there otherwise, even one that was trying to reach the server
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;

  // JVMs with different shares pick different ports, even before they are in use
  private static final int SHARES = 4;
  private static final int SHARE = Integer.getInteger("tidewatch.ports.share", 1) % SHARES;
  private static final int SHARE_SIZE = (HIGHEST - LOWEST) / SHARES;

  private FreePorts() {}

  /** Any of this JVM's share, which {@code -Dtidewatch.ports.share} names: 0 to 3 (1). */
  public static int any() {
    int first = LOWEST + SHARE * SHARE_SIZE;
    return from(ThreadLocalRandom.current().nextInt(first, first + SHARE_SIZE - TRIES));
  }

  /** The first one from that on; throws UncheckedIOException if a hundred are taken. */
  public static int from(int first) {
    for (int port = first; port < first + TRIES; port++) {
      if (isFree(port)) {
        return port;
      }
    }
    throw new UncheckedIOException(
        new IOException("no free port from " + first + " to " + (first + TRIES - 1)));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
