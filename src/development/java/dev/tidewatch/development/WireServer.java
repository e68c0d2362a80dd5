package dev.tidewatch.development;

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

/** Listens on the loopback address and knows every connection, so that it can cut them all. */
final class WireServer {

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

  private static InetAddress loopback() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
