package dev.lockstep.door;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Listens in the place of members on other machines, at the loopback addresses of their Hazelcast,
 * and passes each connection on to the member's {@link Door}.
 */
public final class Tunnels implements AutoCloseable {
  private static final long RETRY_SECONDS = 1;

  /** Hazelcast keeps one connection to each member, and has two for a moment. */
  private static final int CONNECTIONS_MAX = 16;

  private final MemberTls tls;
  private final Refusals refusals;
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  public Tunnels(MemberTls tls, Refusals refusals) {
    this.tls = tls;
    this.refusals = refusals;
  }

  /**
   * Listens as soon as the address is free, and tries each second. Another node of this machine may
   * listen there for the same member; until it ends, its tunnel serves this node too.
   *
   * @param at the loopback address
   * @param host of the member's door
   * @param port of the member's door
   */
  public void open(InetSocketAddress at, String host, int port) {
    var connections = new Connections(CONNECTIONS_MAX);
    new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel accepted) {
                connections.add(accepted);
                if (connections.admit(accepted)) {
                  pass(accepted, new InetSocketAddress(host, port));
                } else {
                  accepted.close();
                }
              }
            })
        .bind(at)
        .addListener(
            (ChannelFutureListener)
                bound -> {
                  if (!bound.isSuccess() && !loop.isShuttingDown()) {
                    loop.schedule(() -> open(at, host, port), RETRY_SECONDS, TimeUnit.SECONDS);
                  }
                });
  }

  private void pass(Channel accepted, InetSocketAddress door) {
    var handler = tls.connect();
    Splice.to(
        door,
        accepted,
        new ReadTimeoutHandler(Door.SILENCE_SECONDS),
        new Announcement(),
        handler,
        new Handshake(tls, handler, refusals, _ -> true));
  }

  /** Says what the connection is for, before its TLS begins. */
  private static final class Announcement extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.writeAndFlush(Unpooled.copiedBuffer(new byte[] {Door.TUNNEL}));
      context.fireChannelActive();
      context.pipeline().remove(this);
    }
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
