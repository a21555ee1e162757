package dev.lockstep.journal;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.BlockView;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosRecord;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The position of every block in the journal, so that blocks can be read again for peers that catch
 * up and for the store.
 *
 * <p>One thread adds, any number read, interrupted or not.
 */
public final class BlockArchive {
  private static final int CHUNK_BYTES = 64 << 10;

  /** Of an attestation that is not there. No record is at this position: segments count from 1. */
  private static final long NOWHERE = 0;

  private final Path directory;

  // The writer fills the array before it raises the height; readers look at the height first.
  private volatile long[] positions = new long[256];
  private volatile long[] attestations = new long[256];
  private volatile int height;

  /**
   * @param directory of the journal
   */
  public BlockArchive(Path directory) {
    this.directory = directory;
  }

  /**
   * The block after the highest one is durable, at this position.
   *
   * @throws IllegalArgumentException when it is another block
   */
  public void add(long blockHeight, long position) {
    int next = height + 1;
    if (blockHeight != next) {
      throw new IllegalArgumentException("block " + blockHeight + " after block " + height);
    }
    makeRoom(next);
    positions[next - 1] = position;
    height = next;
  }

  /**
   * What members have signed about the block after the highest one is durable, at this position.
   * Two blocks may be voted for at a height: the last record is about the one that joins the chain.
   *
   * @throws IllegalArgumentException when it is about a block of another height
   */
  public void addAttestation(long blockHeight, long position) {
    if (blockHeight != height + 1) {
      throw new IllegalArgumentException(
          "the signatures of block " + blockHeight + " after block " + height);
    }
    makeRoom(height + 1);
    attestations[height] = position;
  }

  private void makeRoom(int blocks) {
    if (blocks > positions.length) {
      attestations = Arrays.copyOf(attestations, positions.length * 2);
      positions = Arrays.copyOf(positions, positions.length * 2);
    }
  }

  /** The highest block that can be read; 0 when there is none. */
  public long height() {
    return height;
  }

  /** The position of a block; see {@link Position}. */
  public long positionOf(long blockHeight) {
    if (blockHeight < 1 || blockHeight > height) {
      throw new IllegalArgumentException("no block " + blockHeight + " in " + height);
    }
    return positions[(int) blockHeight - 1];
  }

  /**
   * Reads the blocks from a height on: none when there are none, else at least one, and more while
   * their bytes stay within the limit.
   *
   * @throws DataException when they cannot be read or are not what was written
   */
  public List<Block> read(long fromHeight, int bytesMax) {
    return bodies(fromHeight, bytesMax).stream().map(this::block).toList();
  }

  /**
   * The same blocks, of which only the checksums of the journal are looked at: their roots were
   * verified when the journal was read, or before they were written.
   *
   * @throws DataException when they cannot be read or are not what was written
   */
  public List<BlockView> views(long fromHeight, int bytesMax) {
    return bodies(fromHeight, bytesMax).stream().map(this::view).toList();
  }

  /** The body of a block's record. */
  private record Body(byte[] bytes, long wanted, long position) {}

  private List<Body> bodies(long fromHeight, int bytesMax) {
    List<Body> bodies = new ArrayList<>();
    long next = fromHeight;
    int left = bytesMax;
    while (next >= 1 && next <= height && left > 0) {
      int before = bodies.size();
      left = readFromOneSegment(next, left, bodies);
      next += bodies.size() - before;
    }
    return bodies;
  }

  /**
   * The same, each block with what the journal has that members have signed about it.
   *
   * @throws DataException when they cannot be read or are not what was written
   */
  public List<Block> readAttested(long fromHeight, int bytesMax) {
    return read(fromHeight, bytesMax).stream().map(this::attested).toList();
  }

  private Block attested(Block block) {
    long position = attestations[(int) block.height() - 1];
    return position == NOWHERE ? block : attested(block, position);
  }

  private Block attested(Block block, long position) {
    var path = directory.resolve(SegmentNames.of(Position.segment(position)));
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(Position.offset(position));
      var in = new DataInputStream(new FileInputStream(file.getFD()));
      var header = in.readNBytes(RecordFormat.HEADER);
      var record = RecordCodec.decode(header[Integer.BYTES], body(in, header, position));
      if (record instanceof JournalRecord.Signed(var height, var signature)
          && height == block.height()) {
        return block.signed(block.proposer(), signature);
      }
      if (record instanceof PaxosRecord.Attested about && about.height() == block.height()) {
        return about.attest(block);
      }
      throw JournalReader.damaged(
          directory, position, "the signatures of block " + block.height() + " stood there");
    } catch (MalformedException e) {
      throw JournalReader.damaged(directory, position, e.getMessage());
    } catch (IOException e) {
      throw Problems.disk(path, "read", e);
    }
  }

  /** Returns how many bytes may still be read, 0 when it is enough. */
  private int readFromOneSegment(long fromHeight, int bytesMax, List<Body> bodies) {
    long last = height;
    long start = positionOf(fromHeight);
    var path = directory.resolve(SegmentNames.of(Position.segment(start)));
    int left = bytesMax;
    // Neither of these is closed when its thread is interrupted, as a channel would be.
    try (var file = new RandomAccessFile(path.toFile(), "r");
        var in = new DataInputStream(chunks(file, Position.offset(start)))) {
      int at = Position.offset(start);
      for (long next = fromHeight; next <= last; next++) {
        long position = positionOf(next);
        if (Position.segment(position) != Position.segment(start)) {
          return left;
        }
        in.skipNBytes(Position.offset(position) - at);
        var header = in.readNBytes(RecordFormat.HEADER);
        var body = body(in, header, position);
        at = Position.offset(position) + RecordFormat.OVERHEAD + body.length;
        if (body.length > left && !bodies.isEmpty()) {
          return 0;
        }
        left -= body.length;
        bodies.add(new Body(body, next, position));
      }
      return 0;
    } catch (IOException e) {
      throw Problems.disk(path, "read", e);
    }
  }

  private static BufferedInputStream chunks(RandomAccessFile file, long offset) throws IOException {
    file.seek(offset);
    return new BufferedInputStream(new FileInputStream(file.getFD()), CHUNK_BYTES);
  }

  private byte[] body(DataInputStream in, byte[] header, long position) throws IOException {
    int length = header.length < RecordFormat.HEADER ? -1 : RecordFormat.length(header);
    if (length < 0 || length > RecordFormat.BODY_MAX) {
      throw JournalReader.damaged(directory, position, "a record has a length of " + length);
    }
    var body = in.readNBytes(length);
    if (body.length < length || in.readInt() != RecordFormat.checksum(header, body)) {
      throw JournalReader.damaged(directory, position, "the record's checksum does not fit");
    }
    return body;
  }

  private Block block(Body body) {
    try {
      var block = Block.decode(body.bytes);
      requireHeight(block.height(), body);
      return block;
    } catch (MalformedException e) {
      throw JournalReader.damaged(directory, body.position, e.getMessage());
    }
  }

  private BlockView view(Body body) {
    try {
      var view = BlockView.of(body.bytes);
      requireHeight(view.height(), body);
      return view;
    } catch (MalformedException e) {
      throw JournalReader.damaged(directory, body.position, e.getMessage());
    }
  }

  private void requireHeight(long found, Body body) {
    if (found != body.wanted) {
      throw JournalReader.damaged(
          directory,
          body.position,
          "block " + found + " stands where block " + body.wanted + " did");
    }
  }
}
