package dev.lockstep.door;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The frames of a member's event bus")
class BusFramesTest {
  private static final String CODEC = "lockstep-envelope";
  private static final String INBOX = "lockstep.inbox.A";
  private static final String SENDER = "a1d0c6e8-3f2c-4f0a-9f0e-0d2b8c1f4a55";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new BusFrames(CODEC, INBOX, new Refusals(registry)));

  private static ByteBuf text(ByteBuf out, String text) {
    return out.writeInt(text.length()).writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] frame(String codec, String address, int bodyBytes) {
    var out = Unpooled.buffer().writeInt(0).writeByte(2).writeByte(-1);
    text(text(out, codec).writeByte(0), address).writeInt(0);
    text(out, SENDER).writeInt(4).writeInt(bodyBytes).writeBytes(new byte[bodyBytes]);
    return ByteBufUtil.getBytes(out.setInt(0, out.readableBytes() - 4));
  }

  private static byte[] ping() {
    var out = Unpooled.buffer().writeInt(0).writeByte(2).writeByte(1).writeByte(0);
    text(out, "__vertx_ping").writeInt(0);
    text(out, SENDER).writeInt(4);
    return ByteBufUtil.getBytes(out.setInt(0, out.readableBytes() - 4));
  }

  private byte[] passed() {
    var out = new ByteArrayOutputStream();
    for (ByteBuf bytes = channel.readInbound(); bytes != null; bytes = channel.readInbound()) {
      out.writeBytes(ByteBufUtil.getBytes(bytes));
      bytes.release();
    }
    return out.toByteArray();
  }

  @Test
  void envelopes_and_pings_pass_in_whatever_pieces_they_arrive() {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < 40; i++) {
      all.writeBytes(i % 3 == 0 ? ping() : frame(CODEC, INBOX, i * i * i));
    }
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var bytes = Unpooled.wrappedBuffer(all.toByteArray());
      while (bytes.isReadable()) {
        int most = seed < 25 ? 7 : 5_000;
        int length = Math.min(bytes.readableBytes(), 1 + random.nextInt(most));
        channel.writeInbound(bytes.readRetainedSlice(length));
      }
      assertArrayEquals(all.toByteArray(), passed(), "seed " + seed);
    }
    assertTrue(channel.isActive());
  }

  @Test
  void a_frame_is_passed_on_when_all_of_it_is_there() {
    var frame = frame(CODEC, INBOX, 300_000);
    for (int at = 0; at < frame.length; at += 1_000) {
      assertNull(channel.readInbound());
      int length = Math.min(1_000, frame.length - at);
      channel.writeInbound(Unpooled.copiedBuffer(frame, at, length));
    }
    ByteBuf whole = channel.readInbound();
    assertArrayEquals(frame, ByteBufUtil.getBytes(whole));
    whole.release();
    assertNull(channel.readInbound());
  }

  /** A member may announce long frames on many connections and send nothing of them. */
  @Test
  void a_frame_takes_memory_as_it_arrives_and_none_after_the_end() {
    var memory = new UnpooledByteBufAllocator(false);
    channel.config().setAllocator(memory);
    var frame = frame(CODEC, INBOX, 30 << 20);
    channel.writeInbound(Unpooled.copiedBuffer(frame, 0, 200));
    assertTrue(used(memory) < 100_000);
    channel.writeInbound(Unpooled.copiedBuffer(frame, 200, 1 << 20));
    assertTrue(used(memory) < 3 << 20);
    channel.close();
    assertEquals(0, used(memory));
  }

  private static long used(UnpooledByteBufAllocator memory) {
    return memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory();
  }

  static Stream<byte[]> refused() {
    var gigabytes = Unpooled.buffer().writeInt(20).writeByte(2).writeByte(-1).writeInt(0x7ffffff0);
    var address = frame(CODEC, INBOX, 10);
    address[4 + 2 + 4 + CODEC.length() + 1] = 0x7f;
    var reply = frame(CODEC, INBOX, 10);
    reply[4 + 2 + 4 + CODEC.length() + 1 + 4 + INBOX.length()] = 1;
    var headers = frame(CODEC, INBOX, 10);
    headers[headers.length - 10 - 4 - 1] = 5;
    return Stream.of(
        ByteBufUtil.getBytes(gigabytes.writeZero(14)),
        frame("lockstep-local", INBOX, 10),
        frame(CODEC, "lockstep.inbox.B", 10),
        frame(CODEC, "lockstep.order", 10),
        frame("x".repeat(60_000), INBOX, 10),
        frame(CODEC, INBOX, (32 << 20) + 1),
        address,
        reply,
        headers,
        new byte[] {0, 0, 0, 0, 2, -1},
        new byte[] {-1, -1, -1, -1, 2, -1},
        new byte[] {0x7f, -1, -1, -1, 2, -1},
        // System codecs of Vert.x: a string, a map, a Java object.
        new byte[] {0, 0, 0, 20, 2, 9},
        new byte[] {0, 0, 0, 20, 2, 18},
        new byte[] {0, 0, 0, 20, 2, 100});
  }

  @ParameterizedTest
  @MethodSource("refused")
  void any_other_frame_ends_the_connection(byte[] frame) {
    var good = frame(CODEC, INBOX, 5);
    channel.writeInbound(
        Unpooled.copiedBuffer(good), Unpooled.copiedBuffer(frame), Unpooled.copiedBuffer(good));

    assertArrayEquals(good, passed());
    assertFalse(channel.isActive());
    assertEquals(1, registry.counter("lockstep.refused.connections").count());
  }
}
