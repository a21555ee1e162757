package dev.lockstep.console.access;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Notices a client that does not read what it is sent. What waits for such a client is bounded, as
 * nobody writes more than the socket takes; but it would stay in memory for as long as the client
 * likes. Every answer and every event passes this handler, whatever makes it. A client that reads
 * slowly is left alone: it has stalled only when the socket took none of its data for a whole
 * period. The check runs once a period, so it notices a stalled client one to two periods after the
 * last progress.
 */
final class StallWatch extends ChannelDuplexHandler {
  /**
   * What waits for the socket.
   *
   * @param pendingBytes of all messages that are not written out yet, each counted whole
   * @param takenBytes what the socket has taken of the first of them
   */
  private record Backlog(long pendingBytes, long takenBytes) {
    static Backlog of(Channel channel) {
      var buffer = channel.unsafe().outboundBuffer();
      // Netty drops the buffer when the channel closes.
      return buffer == null
          ? new Backlog(0, 0)
          : new Backlog(buffer.totalPendingWriteBytes(), buffer.currentProgress());
    }

    Backlog plus(long bytes) {
      return new Backlog(pendingBytes + bytes, takenBytes);
    }
  }

  private final long patienceMillis;
  private final Runnable stalled;
  private ChannelHandlerContext here;
  private Future<?> timer;

  /** What would be waiting now if the socket had taken nothing since the timer was started. */
  private Backlog untouched = new Backlog(0, 0);

  /**
   * @param patienceMillis the period: how long the socket may take nothing while it is full
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

  /** What is written meanwhile must not hide what the socket has taken. */
  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    long before = Backlog.of(context.channel()).pendingBytes();
    var timerBefore = timer;
    context.write(message, promise);
    // A timer that this very message has started counts it already.
    if (timer == timerBefore) {
      untouched = untouched.plus(Backlog.of(context.channel()).pendingBytes() - before);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    disarm();
    if (!context.channel().isWritable()) {
      arm();
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    disarm();
    context.fireChannelInactive();
  }

  private void arm() {
    untouched = Backlog.of(here.channel());
    timer = here.executor().schedule(this::expire, patienceMillis, TimeUnit.MILLISECONDS);
  }

  private void expire() {
    timer = null;
    if (Backlog.of(here.channel()).equals(untouched)) {
      stalled.run();
    } else {
      arm();
    }
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
