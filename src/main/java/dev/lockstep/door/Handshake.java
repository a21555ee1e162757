package dev.lockstep.door;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Predicate;

/**
 * Follows the TLS handler in the pipeline of a connection. It closes the connection unless the
 * other end proves a member's key, and removes itself when it does. Until then it passes on neither
 * bytes nor exceptions.
 */
final class Handshake extends ChannelDuplexHandler {
  /** Called when the other end has proved a member's key; false when there are too many. */
  @FunctionalInterface
  interface Proved extends Predicate<ChannelHandlerContext> {}

  private final MemberTls tls;
  private final SslHandler handler;
  private final Refusals refusals;
  private final Proved proved;

  /** Completed after the handshake; null at the end that has accepted. */
  private ChannelPromise connected;

  Handshake(MemberTls tls, SslHandler handler, Refusals refusals, Proved proved) {
    this.tls = tls;
    this.handler = handler;
    this.refusals = refusals;
    this.proved = proved;
  }

  /**
   * The connection counts as connected when its handshake is complete, and the other end has proved
   * its key. A write before that would begin TLS before {@link Tunnels} has announced it.
   */
  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    connected = promise;
    context
        .connect(remote, local)
        .addListener(
            reached -> {
              if (!reached.isSuccess()) {
                promise.tryFailure(reached.cause());
              }
            });
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent done)) {
      context.fireUserEventTriggered(event);
      return;
    }
    if (!done.isSuccess()) {
      // The class of the failure is Java's; its message may repeat bytes of the other end.
      refuse(
          context, "has not proved a key (%s)".formatted(done.cause().getClass().getSimpleName()));
    } else if (tls.member(handler).isEmpty()) {
      refuse(context, "has an earlier key of a member");
    } else if (!proved.test(context)) {
      refuse(context, "is not admitted: there are too many connections");
    } else {
      context.pipeline().remove(this);
      if (connected != null) {
        connected.trySuccess();
      }
    }
  }

  private void refuse(ChannelHandlerContext context, String reason) {
    refusals.connection(
        "The other end of a connection, "
            + shown(context.channel().remoteAddress())
            + ", "
            + reason);
    if (connected != null) {
      connected.tryFailure(new ConnectException("the other end " + reason));
    }
    context.close();
  }

  /** The numeric address: a host name is the choice of whoever runs its name server. */
  static String shown(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : "an unknown address";
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  /**
   * Does not count the failure: that of a handshake comes as an event too, and is counted there.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
