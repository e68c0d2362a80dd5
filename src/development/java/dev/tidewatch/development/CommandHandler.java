package dev.tidewatch.development;

import dev.tidewatch.development.commands.Commands;
import dev.tidewatch.development.wire.WireReply;
import dev.tidewatch.development.wire.WireRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/** One client's connection: its commands in, their replies out, each when it is ready. */
final class CommandHandler extends SimpleChannelInboundHandler<WireRequest> {

  private static final System.Logger LOG = System.getLogger(CommandHandler.class.getName());

  private final Commands commands;

  CommandHandler(Commands commands) {
    this.commands = commands;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WireRequest request) {
    Channel channel = context.channel();
    commands.run(
        channel,
        request,
        body -> {
          if (request.replyExpected()) {
            channel.writeAndFlush(new WireReply(request.id(), request.legacy(), body));
          }
        });
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    commands.disconnected(context.channel());
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(System.Logger.Level.DEBUG, "connection closed", cause);
    context.close();
  }
}
