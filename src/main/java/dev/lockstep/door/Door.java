package dev.lockstep.door;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The port for members of a node whose cluster has several machines. It is open before the cluster
 * is joined, because Hazelcast joins through it.
 *
 * <p>The first byte says what a connection is for: TLS of the event bus begins with 0x16 and is
 * passed on as it is; {@link #TUNNEL} announces a connection of Hazelcast, within TLS that ends
 * here.
 */
public final class Door implements AutoCloseable {
  static final int TUNNEL = 1;

  /** RFC 8446, section 5.1: the type of the record that begins a handshake. */
  private static final int TLS_HANDSHAKE = 0x16;

  private static final int FIRST_BYTE_SECONDS = 5;

  /** Hazelcast sends a heartbeat each second. */
  static final int SILENCE_SECONDS = 30;

  private final MemberTls tls;
  private final Refusals refusals;
  private final Connections connections;
  private final InetSocketAddress hazelcast;
  private final Supplier<OptionalInt> eventBus;
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  private Door(
      MemberTls tls,
      Refusals refusals,
      int connectionsMax,
      InetSocketAddress hazelcast,
      Supplier<OptionalInt> eventBus) {
    this.tls = tls;
    this.refusals = refusals;
    // A connection of the event bus is admitted here before it proves a key. The event bus itself
    // holds at most PENDING_MAX of these, so strangers do not use up the connections of members.
    this.connections = new Connections(connectionsMax + Connections.PENDING_MAX);
    this.hazelcast = hazelcast;
    this.eventBus = eventBus;
  }

  /**
   * @param at where it listens
   * @param connectionsMax the maximum number of connections of members
   * @param hazelcast where this node's Hazelcast listens, now or later
   * @param eventBus the port of this node's event bus on loopback, once it has one
   * @throws IOException when it cannot listen there
   */
  public static Door open(
      InetSocketAddress at,
      MemberTls tls,
      Refusals refusals,
      int connectionsMax,
      InetSocketAddress hazelcast,
      Supplier<OptionalInt> eventBus)
      throws IOException {
    var door = new Door(tls, refusals, connectionsMax, hazelcast, eventBus);
    var bound =
        new ServerBootstrap()
            .group(door.loop)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    door.accept(accepted);
                  }
                })
            .bind(at)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      door.close();
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    return door;
  }

  private void accept(Channel accepted) {
    accepted.pipeline().addLast(new ReadTimeoutHandler(FIRST_BYTE_SECONDS), new FirstByte());
    connections.add(accepted);
  }

  /** Reads what a connection is for, prepares the connection for it, and removes itself. */
  private final class FirstByte extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var bytes = (ByteBuf) message;
      var channel = context.channel();
      int first = bytes.getUnsignedByte(bytes.readerIndex());
      if (first == TLS_HANDSHAKE && eventBus.get().isEmpty()) {
        // This node is starting. The other end tries again with its next message.
        bytes.release();
        context.close();
        return;
      }
      if (first == TLS_HANDSHAKE && connections.admit(channel)) {
        // The TLS of the event bus checks the key of the other end, and closes the connection of a
        // stranger.
        channel.pipeline().remove(ReadTimeoutHandler.class);
        Splice.to(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), eventBus.get().getAsInt()),
            channel);
      } else if (first == TUNNEL) {
        bytes.skipBytes(1);
        expectMember(channel);
      } else {
        bytes.release();
        refusals.connection(
            "A connection from "
                + Handshake.shown(channel.remoteAddress())
                + " was closed: it is not of a member, or there are too many");
        context.close();
        return;
      }
      context.fireChannelRead(bytes);
      channel.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // No byte has come in time, or the connection was reset.
      context.close();
    }
  }

  private void expectMember(Channel channel) {
    var handler = tls.accept();
    channel
        .pipeline()
        .addLast(
            handler,
            new Handshake(
                tls,
                handler,
                refusals,
                context -> {
                  if (!connections.admit(channel)) {
                    return false;
                  }
                  channel.pipeline().remove(ReadTimeoutHandler.class);
                  channel.pipeline().addFirst(new ReadTimeoutHandler(SILENCE_SECONDS));
                  Splice.to(hazelcast, channel);
                  return true;
                }));
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
