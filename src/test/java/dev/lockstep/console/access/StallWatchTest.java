package dev.lockstep.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** With a socket that takes as much as the test says, and a clock that the test moves. */
@DisplayName("A client that does not read")
class StallWatchTest {
  private static final long PATIENCE_MILLIS = 30_000;

  /** A socket with a client behind it that reads a number of bytes when it is asked to. */
  private static final class SlowSocket extends EmbeddedChannel {
    private long room;

    @Override
    protected void doWrite(ChannelOutboundBuffer buffer) {
      if (room > 0) {
        buffer.removeBytes(room);
        room = 0;
      }
    }

    void read(long bytes) {
      room = bytes;
      flush();
    }
  }

  private final SlowSocket socket = new SlowSocket();
  private int stalls;

  @BeforeEach
  void the_socket_is_full() {
    socket.freezeTime();
    socket.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1_000, 2_000));
    socket.pipeline().addFirst(new StallWatch(PATIENCE_MILLIS, () -> stalls++));
    answer(100_000);
    assertFalse(socket.isWritable());
  }

  private void answer(int bytes) {
    socket.writeAndFlush(Unpooled.wrappedBuffer(new byte[bytes]));
  }

  private void pass(long millis) {
    socket.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    socket.runScheduledPendingTasks();
  }

  @Test
  void who_takes_nothing_in_the_whole_time_has_stalled() {
    pass(PATIENCE_MILLIS - 1);
    assertEquals(0, stalls);
    pass(1);
    assertEquals(1, stalls);
  }

  @Test
  void who_reads_slowly_but_steadily_is_left_alone() {
    for (int i = 0; i < 20; i++) {
      pass(PATIENCE_MILLIS / 2);
      socket.read(100);
      assertFalse(socket.isWritable());
    }
    assertEquals(0, stalls);
  }

  @Test
  void who_stops_reading_has_stalled_one_interval_later() {
    socket.read(100);
    pass(PATIENCE_MILLIS);
    assertEquals(0, stalls, "something was taken in this interval");
    pass(PATIENCE_MILLIS);
    assertEquals(1, stalls);
  }

  @Test
  void what_is_written_meanwhile_does_not_hide_what_was_taken() {
    answer(5_000);
    socket.read(100_000);
    answer(200_000);
    pass(PATIENCE_MILLIS);
    assertEquals(0, stalls);
  }

  @Test
  void what_is_written_meanwhile_does_not_count_as_taken() {
    answer(5_000);
    pass(PATIENCE_MILLIS);
    assertEquals(1, stalls);
  }

  @Test
  void who_has_taken_all_is_not_watched() {
    socket.read(100_000);
    assertTrue(socket.isWritable());
    pass(10 * PATIENCE_MILLIS);
    assertEquals(0, stalls);
  }

  @Test
  void a_closed_connection_is_not_watched() {
    socket.close();
    pass(10 * PATIENCE_MILLIS);
    assertEquals(0, stalls);
  }
}
