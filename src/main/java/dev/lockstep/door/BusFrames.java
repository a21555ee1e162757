package dev.lockstep.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Passes on the two kinds of frames that a member's event bus sends: envelopes to this member's
 * inbox, and pings. Any other frame closes the connection, because the event bus allocates whatever
 * length a frame announces: 24 bytes can make it ask for two gigabytes.
 *
 * <pre>
 * frame = length (int32) ‖ version ‖ codec ‖ [text(name of the codec)] ‖ send or publish
 *         ‖ text(address) ‖ text(reply address) ‖ text(sender) ‖ headers (int32: none) ‖ body
 * text  = length (int32) ‖ UTF-8
 * </pre>
 */
final class BusFrames extends ChannelInboundHandlerAdapter {
  /** In bytes: above a promise of two full blocks in which every memo has its maximum length. */
  private static final int FRAME_MAX = 32 << 20;

  /** In bytes: what a frame has allocated as soon as its head has arrived. */
  private static final int PIECE = 64 << 10;

  private static final int TEXT_MAX = 256;
  private static final int HEAD_MAX = 6 * TEXT_MAX;

  /** The length, the version and the kind of codec. */
  private static final int BEGINNING = Integer.BYTES + 2;

  private static final int CODEC_AT = Integer.BYTES + 1;
  private static final byte NAMED = -1;
  private static final byte PING = 1;
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] ANYTHING = null;
  private static final byte[] PINGS = "__vertx_ping".getBytes(StandardCharsets.US_ASCII);

  /** The length of the headers includes its own four bytes. */
  private static final int NO_HEADERS = Integer.BYTES;

  private final byte[] codec;
  private final byte[] inbox;
  private final Refusals refusals;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD_MAX);
  private int seen;

  /**
   * A frame whose head was seen, as far as it has arrived; null while there is none. Its capacity
   * is that of the frame, which it allocates bit by bit, as the bytes arrive. It is passed on as a
   * whole, because the event bus would join what it gets in pieces by a copy for each doubling.
   */
  private ByteBuf frame;

  private boolean isRefused;

  /** A frame that no member sends. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused() {
      super("refused", null, false, false);
    }
  }

  /**
   * @param codec the name of the one codec that may be used
   * @param inbox the one address that may be written to
   */
  BusFrames(String codec, String inbox, Refusals refusals) {
    this.codec = codec.getBytes(StandardCharsets.UTF_8);
    this.inbox = inbox.getBytes(StandardCharsets.UTF_8);
    this.refusals = refusals;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var bytes = (ByteBuf) message;
    try {
      // What has arrived after a refused frame is dropped.
      while (bytes.isReadable() && !isRefused) {
        if (frame == null) {
          readHead(context, bytes);
        } else {
          frame.writeBytes(bytes, Math.min(frame.maxWritableBytes(), bytes.readableBytes()));
        }
        if (frame != null && frame.maxWritableBytes() == 0) {
          var whole = frame;
          frame = null;
          context.fireChannelRead(whole);
        }
      }
    } catch (Refused _) {
      isRefused = true;
      refusals.connection(
          "A member has sent a frame that is neither an envelope nor a ping; its connection is closed");
      context.close();
    } finally {
      bytes.release();
    }
  }

  private void readHead(ChannelHandlerContext context, ByteBuf bytes) throws Refused {
    int length = Math.min(end() - seen, bytes.readableBytes());
    bytes.readBytes(head.array(), seen, length);
    seen += length;
    int end = end();
    if (end == seen) {
      int frameBytes = Integer.BYTES + head.getInt(0);
      frame = context.alloc().buffer(Math.min(frameBytes, PIECE), frameBytes);
      frame.writeBytes(head.array(), 0, end);
      seen = 0;
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (frame != null) {
      frame.release();
      frame = null;
    }
  }

  /**
   * A lower bound of the length of the head, by the bytes that were seen. It is above {@link #seen}
   * until the head is complete, and equal to it then.
   */
  private int end() throws Refused {
    if (seen < BEGINNING) {
      return BEGINNING;
    }
    int size = head.getInt(0);
    byte kind = head.get(CODEC_AT);
    require(size > 0 && size <= FRAME_MAX && (kind == NAMED || kind == PING));
    int at = kind == NAMED ? text(BEGINNING, codec) : BEGINNING;
    if (at > seen) {
      return at;
    }
    // The byte for send or publish may be either: the inbox has one consumer.
    at++;
    for (var expected : new byte[][] {kind == NAMED ? inbox : PINGS, NOTHING, ANYTHING}) {
      at = text(at, expected);
      if (at > seen) {
        return at;
      }
    }
    return headers(at, size, kind);
  }

  private int headers(int at, int size, byte kind) throws Refused {
    int end = at + Integer.BYTES;
    if (end <= seen) {
      int bodyBytes = Integer.BYTES + size - end;
      require(head.getInt(at) == NO_HEADERS);
      require(kind == PING ? bodyBytes == 0 : bodyBytes >= Integer.BYTES);
    }
    return end;
  }

  /** The end of the text that begins at a position, or of its length while that was not seen. */
  private int text(int at, byte[] expected) throws Refused {
    int start = at + Integer.BYTES;
    if (start > seen) {
      return start;
    }
    int length = head.getInt(at);
    require(expected == ANYTHING ? length >= 0 && length <= TEXT_MAX : length == expected.length);
    int end = start + length;
    require(
        expected == ANYTHING
            || end > seen
            || Arrays.equals(head.array(), start, end, expected, 0, length));
    return end;
  }

  private static void require(boolean holds) throws Refused {
    if (!holds) {
      throw new Refused();
    }
  }
}
