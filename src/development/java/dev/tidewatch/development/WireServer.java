package dev.tidewatch.development;

import dev.tidewatch.development.commands.Commands;
import dev.tidewatch.development.wire.WireDecoder;
import dev.tidewatch.development.wire.WireEncoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Listens on the loopback address and knows every connection, so that it can cut them all. */
final class WireServer {

  /** How long the operating system may take to give a port back. */
  private static final Duration RELEASE = Duration.ofSeconds(10);

  private final EventLoopGroup thread;
  private final ChannelInitializer<Channel> connections;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private Channel listening;

  WireServer(EventLoopGroup thread, Commands commands) {
    this.thread = thread;
    this.connections =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            open.add(channel);
            channel
                .pipeline()
                .addLast(new WireDecoder(), new WireEncoder(), new CommandHandler(commands));
          }
        };
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for any that is free
   * @return the port
   */
  int listen(int port) throws IOException {
    ServerBootstrap server =
        new ServerBootstrap()
            .group(thread)
            .channel(NioServerSocketChannel.class)
            .childHandler(connections);
    var bound = server.bind(new InetSocketAddress(loopback(), port)).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on 127.0.0.1:" + port, bound.cause());
    }
    listening = bound.channel();
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Stops listening and cuts every connection. */
  void cut() {
    if (listening != null) {
      listening.close().awaitUninterruptibly();
      listening = null;
    }
    open.close().awaitUninterruptibly();
  }

  /**
   * Listens on the first port from that on that is free. It takes the port itself: one that was
   * found free by somebody else may be taken a moment later.
   */
  int listenFrom(int first) throws IOException {
    IOException taken = null;
    for (int port = first; port < first + FreePorts.TRIES; port++) {
      try {
        return listen(port);
      } catch (IOException e) {
        taken = e;
      }
    }
    throw taken;
  }

  /**
   * Listens after {@link #cut} on the same port. Netty reports a channel as closed before the
   * selector has released the port, and until then a bind is refused.
   */
  int listenAgain(int port) throws IOException {
    long end = System.nanoTime() + RELEASE.toNanos();
    while (true) {
      try {
        return listen(port);
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    }
  }

  private static InetAddress loopback() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
