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
 * Stands behind the TLS of a connection, closes it unless the other end proves a member's key, and
 * then leaves. No byte of a stranger passes, and no exception that one has caused.
 */
final class Handshake extends ChannelDuplexHandler {
  /** What is done when the other end has proved a member's key; false: it is too many. */
  @FunctionalInterface
  interface Proved extends Predicate<ChannelHandlerContext> {}

  private final MemberTls tls;
  private final SslHandler handler;
  private final Refusals refusals;
  private final Proved proved;

  /** Of the end that connects. */
  private ChannelPromise connected;

  Handshake(MemberTls tls, SslHandler handler, Refusals refusals, Proved proved) {
    this.tls = tls;
    this.handler = handler;
    this.refusals = refusals;
    this.proved = proved;
  }

  /**
   * Who connects is connected when both ends have proved their keys, and not before: what is
   * written earlier would begin TLS before {@link Tunnels} has announced it.
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
      // The kind of failure is Java's word; its message may have a word of the other end.
      refuse(
          context, "has not proved a key (%s)".formatted(done.cause().getClass().getSimpleName()));
    } else if (tls.member(handler).isEmpty()) {
      refuse(context, "has an earlier key of a member");
    } else if (!proved.test(context)) {
      refuse(context, "is one connection of members too many");
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

  /** In figures: a name is what somebody's name server says. */
  static String shown(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : "which has gone";
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  /** The failure of a handshake comes as an event too, and is counted there. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
