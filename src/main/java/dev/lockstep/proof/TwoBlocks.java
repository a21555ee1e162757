package dev.lockstep.proof;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.keys.PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Evidence that a member of Lamport mode has signed two blocks at one height (design B7). A member
 * that keeps the rules never does. The headers are enough: the hash of a block covers its header,
 * and the signature the hash.
 */
public record TwoBlocks(Signed first, Signed second) {
  private static final String TITLE = "lockstep-two-blocks-v1";

  /** A header, with the signature of the block's proposer. */
  public record Signed(Header header, MemberSignature signature) {
    public Hash hash() {
      return header.hash();
    }

    private boolean isValid(PublicKey key) {
      return key.verify(Block.statement(hash()), signature.bytes());
    }
  }

  /**
   * @throws MalformedException when these are not two blocks of one proposer at one height
   */
  public TwoBlocks {
    var one = first.header();
    var other = second.header();
    if (!one.proposer().equals(other.proposer())
        || one.height() != other.height()
        || first.hash().equals(second.hash())) {
      throw new MalformedException("these are not two blocks of one proposer at one height");
    }
  }

  /**
   * Two blocks with the signatures of their proposer.
   *
   * @throws MalformedException when they prove nothing
   */
  public static TwoBlocks of(Block first, Block second) {
    return new TwoBlocks(signed(first), signed(second));
  }

  private static Signed signed(Block block) {
    return new Signed(
        block.header(),
        block
            .signature()
            .orElseThrow(
                () -> new MalformedException("block " + block.height() + " is not signed")));
  }

  /** The member that has signed both. */
  public String proposer() {
    return first.header().proposer();
  }

  public long height() {
    return first.header().height();
  }

  /** Whether both signatures are those of this key. */
  public boolean isSignedBy(PublicKey key) {
    return first.isValid(key) && second.isValid(key);
  }

  // --- text, see docs/format.md -----------------------------------------------------------------

  /** Whether a file claims to be such evidence. */
  public static boolean isText(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).startsWith(TITLE);
  }

  public String text() {
    return TITLE + "\n" + text(first) + text(second);
  }

  private static String text(Signed block) {
    return HexFormat.of().formatHex(block.header.encode()) + "\n" + block.signature + "\n";
  }

  /**
   * @throws MalformedException when it is no such text
   */
  public static TwoBlocks parse(byte[] text) {
    var lines = new String(text, StandardCharsets.ISO_8859_1).split("\n", -1);
    if (lines.length != 6 || !lines[0].equals(TITLE) || !lines[5].isEmpty()) {
      throw new MalformedException("it is not a title and four lines");
    }
    return new TwoBlocks(signed(lines[1], lines[2]), signed(lines[3], lines[4]));
  }

  private static Signed signed(String header, String signature) {
    var bytes = bytes(signature);
    if (bytes.length != MemberSignature.BYTES) {
      throw new MalformedException("a signature has " + bytes.length + " bytes");
    }
    return new Signed(Header.decode(bytes(header)), MemberSignature.of(bytes));
  }

  private static byte[] bytes(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("a line is not hexadecimal");
    }
  }
}
