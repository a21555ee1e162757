package dev.lockstep.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.transport.Transport;
import java.net.InetSocketAddress;
import java.util.OptionalInt;

/**
 * The transport of a node's Vert.x, with {@link MemberTls} below it: whatever it connects to must
 * prove a member's key, and so must whoever connects to any of its ports but that of HTTP.
 *
 * <p>The event bus itself cannot do this. It copies its options as JSON, which has no form for a
 * trust manager, and it limits neither handshakes nor connections.
 */
public final class GuardedTransport implements Transport, io.vertx.core.spi.transport.Transport {
  private final Transport plain = fastest();
  private final MemberTls tls;
  private final Refusals refusals;
  private final int http;
  private final Connections connections;
  private final String codec;
  private final String inbox;
  private volatile int port;

  /**
   * @param http the one port that anybody may connect to
   * @param connectionsMax the maximum number of connections of members
   * @param codec the name of the codec of envelopes
   * @param inbox the address at which this member is written to
   */
  public GuardedTransport(
      MemberTls tls, Refusals refusals, int http, int connectionsMax, String codec, String inbox) {
    this.tls = tls;
    this.refusals = refusals;
    this.http = http;
    this.connections = new Connections(connectionsMax);
    this.codec = codec;
    this.inbox = inbox;
  }

  /** Linux has one of its own, which costs less for each message than that of Java. */
  private static Transport fastest() {
    var ofSystem = Transport.nativeTransport();
    return ofSystem != null && ofSystem.available() ? ofSystem : Transport.NIO;
  }

  /** Where the event bus listens, once it does. */
  public OptionalInt eventBusPort() {
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    var factory = plain.implementation().channelFactory(domainSocket);
    return () -> {
      var channel = factory.newChannel();
      var handler = tls.connect();
      channel.pipeline().addLast(handler, new Handshake(tls, handler, refusals, _ -> true));
      return channel;
    };
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    var factory = plain.implementation().serverChannelFactory(domainSocket);
    return () -> {
      var channel = factory.newChannel();
      channel.pipeline().addLast(new Accepting());
      return channel;
    };
  }

  /** Puts TLS into an accepted connection before Vert.x sees it. */
  private final class Accepting extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      int own = portOf(context);
      if (own != http) {
        port = own;
      }
      context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (portOf(context) != http) {
        guard((Channel) message);
      }
      context.fireChannelRead(message);
    }

    private static int portOf(ChannelHandlerContext context) {
      return ((InetSocketAddress) context.channel().localAddress()).getPort();
    }
  }

  private void guard(Channel accepted) {
    var handler = tls.accept();
    accepted
        .pipeline()
        .addLast(
            handler,
            new Handshake(tls, handler, refusals, context -> connections.admit(context.channel())),
            new BusFrames(codec, inbox, refusals));
    connections.add(accepted);
  }

  @Override
  public String name() {
    return plain.name();
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public Throwable unavailabilityCause() {
    return null;
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return this;
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return plain.implementation().ioHandlerFactory();
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return plain.implementation().datagramChannelFactory();
  }

  @Override
  @SuppressWarnings("deprecation")
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return plain.implementation().datagramChannel(family);
  }
}
