package dev.lockstep.console;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Notices a client that does not read what it is sent. What waits for such a client is bounded, as
 * nobody writes more than the socket takes; but it would stay in memory for as long as the client
 * likes. Every answer and every event goes through here, whatever makes it.
 */
final class StallWatch extends ChannelInboundHandlerAdapter {
  private final long patienceMillis;
  private final Runnable stalled;
  private ChannelHandlerContext here;
  private Future<?> timer;

  /**
   * @param patienceMillis how long the socket may take too little for more to be written
   * @param stalled called on the event loop, each time this is over
   */
  StallWatch(long patienceMillis, Runnable stalled) {
    this.patienceMillis = patienceMillis;
    this.stalled = stalled;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    here = context;
  }

  /**
   * Ends the connection at once. From here and not from the channel: Vert.x would first wait until
   * all is written, and so for ever.
   */
  void cut() {
    here.close();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    disarm();
    if (!context.channel().isWritable()) {
      timer = context.executor().schedule(stalled, patienceMillis, TimeUnit.MILLISECONDS);
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    disarm();
    context.fireChannelInactive();
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
