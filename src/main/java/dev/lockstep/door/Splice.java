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
 * One of the two ends of a pair of joined connections: passes the bytes of its connection on to the
 * other one. It reads more only when they are written, so at most one read of each direction is in
 * memory. When one of the two connections ends, the other one is closed.
 */
final class Splice extends ChannelInboundHandlerAdapter {
  private static final int CONNECT_MILLIS = 2_000;

  /** What was read before the other connection was there: the first read of this one. */
  private final Queue<Object> early = new ArrayDeque<>();

  private Channel other;

  private Splice() {}

  /**
   * Connects to the address and joins the two.
   *
   * @param from reads nothing more until both are joined; this is called on its event loop
   * @param handlers the first handlers of the new connection
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
      // Closes the other connection after the bytes that were written to it before.
      other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // Usually the connection was reset. channelInactive then closes the other one.
    context.close();
  }
}
