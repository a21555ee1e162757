package dev.lockstep.chain;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A block as its bytes have it, read as far as it is asked for. Nothing is verified: it is for
 * bytes that were checked before and have not changed since, as a checksum says. It reads a
 * transfer without making an object, in a few nanoseconds; {@link Block#decode} hashes each.
 */
public final class BlockView {
  private final byte[] bytes;
  private final Header header;

  /** Where the first transfer begins. */
  private final int body;

  private BlockView(byte[] bytes, Header header, int body) {
    this.bytes = bytes;
    this.header = header;
    this.body = body;
  }

  /**
   * @param bytes which must not be changed while the view is in use
   * @throws MalformedException when they do not begin with a header
   */
  public static BlockView of(byte[] bytes) {
    var in = new ByteReader(bytes);
    var header = Header.decode(in);
    return new BlockView(bytes, header, in.position());
  }

  public static BlockView of(Block block) {
    return of(block.bytes());
  }

  public Header header() {
    return header;
  }

  public long height() {
    return header.height();
  }

  /** The hash of the block, computed from its header. */
  public Hash hash() {
    return header.hash();
  }

  /** Its first transfers. */
  public List<Transfer> first(int count) {
    var cursor = transfers();
    List<Transfer> found = new ArrayList<>();
    while (found.size() < count && cursor.next()) {
      found.add(transferAt(cursor.offset()));
    }
    return found;
  }

  /**
   * The transfer at a place in the bytes.
   *
   * @param offset from {@link Cursor#offset}
   */
  public Transfer transferAt(int offset) {
    return Transfer.decode(new ByteReader(bytes, offset));
  }

  /** A cursor before the first transfer. */
  public Cursor transfers() {
    return new Cursor();
  }

  /** Stands at one transfer after another. For one thread. */
  public final class Cursor {
    private final ByteBuffer in = ByteBuffer.wrap(bytes);
    private int position = -1;
    private int start;
    private int next = body;
    private int from;
    private int fromEnd;
    private int to;
    private int toEnd;

    /**
     * Goes on to the next transfer, if there is one.
     *
     * @throws MalformedException when the bytes end in the middle of it
     */
    public boolean next() {
      if (position + 1 == header.transferCount()) {
        return false;
      }
      try {
        start = next;
        from = start + 2 * Long.BYTES + Short.BYTES;
        fromEnd = end(from);
        to = fromEnd + Short.BYTES;
        toEnd = end(to);
        next = end(toEnd + Long.BYTES + Short.BYTES);
      } catch (IndexOutOfBoundsException e) {
        throw endsEarly(e);
      }
      if (next > bytes.length) {
        throw endsEarly(null);
      }
      position++;
      return true;
    }

    private MalformedException endsEarly(IndexOutOfBoundsException cause) {
      return new MalformedException(
          "block " + height() + " ends in the middle of transfer " + (position + 1), cause);
    }

    /** The end of a string, whose length stands before its bytes. */
    private int end(int text) {
      return text + Short.toUnsignedInt(in.getShort(text - Short.BYTES));
    }

    /** From 0. */
    public int position() {
      return position;
    }

    /** Minor units. */
    public long amount() {
      return in.getLong(toEnd);
    }

    /** The number of the account that pays, below zero when there is no such account. */
    public int from(AccountNumbers numbers) {
      return numbers.of(bytes, from, fromEnd);
    }

    /** The number of the account that is paid, below zero when there is no such account. */
    public int to(AccountNumbers numbers) {
      return numbers.of(bytes, to, toEnd);
    }

    /** Where the transfer begins in the bytes of the block. */
    public int offset() {
      return start;
    }
  }
}
