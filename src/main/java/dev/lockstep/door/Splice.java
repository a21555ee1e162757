package dev.lockstep.door;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Passes the bytes of one connection on to another one, and reads on only when they are written:
 * what waits in between is one read of each direction. When one of the two ends, so does the other.
 */
final class Splice extends ChannelInboundHandlerAdapter {
  private static final int CONNECT_MILLIS = 2_000;

  private final Queue<Object> early = new ArrayDeque<>();
  private Channel other;

  private Splice() {}

  /**
   * Connects to the address and joins the two.
   *
   * @param from reads nothing more until both are joined; this is called on its event loop
   * @param handlers what the new connection begins with
   */
  static void to(SocketAddress address, Channel from, ChannelHandler... handlers) {
    from.config().setAutoRead(false);
    var near = new Splice();
    var far = new Splice();
    far.other = from;
    from.pipeline().addLast(near);
    new Bootstrap()
        .group(from.eventLoop())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handlers).addLast(far);
              }
            })
        .connect(address)
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (connected.isSuccess()) {
                    near.join(from, connected.channel());
                  } else {
                    from.close();
                  }
                });
  }

  private void join(Channel from, Channel to) {
    other = to;
    if (!from.isActive()) {
      to.close();
      return;
    }
    early.forEach(to::write);
    early.clear();
    to.flush();
    from.read();
    to.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (other == null) {
      early.add(bytes);
      return;
    }
    other
        .writeAndFlush(bytes)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                context.channel().read();
              } else {
                context.close();
              }
            });
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    early.forEach(ReferenceCountUtil::release);
    early.clear();
    if (other != null) {
      // What was written before is sent first.
      other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A connection that was reset, mostly. Both ends see the other one closed.
    context.close();
  }
}
