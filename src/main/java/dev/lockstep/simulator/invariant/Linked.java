package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.simulator.member.Member;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Every block holds the hash of the one before it, and its own hash is that of its header, computed
 * here once more from the bytes.
 *
 * <p>Source: rule C1 of docs/design.md.
 */
final class Linked implements Invariant {
  private static final int MAGIC_BYTES = "lockstep-block-v1".length();

  private final Hash genesis;
  private final Set<Hash> checked = new HashSet<>();
  private final MessageDigest sha256;

  Linked(Genesis genesis) {
    this.genesis = genesis.hash();
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void synced(Member member, Block block) {
    int height = (int) block.height();
    if (height != member.disk.height()) {
      throw new Violation(
          Linked.class,
          "block "
              + height
              + " is number "
              + member.disk.height()
              + " on the disk of "
              + member.name);
    }
    var before = height == 1 ? genesis : member.disk.blocks().get(height - 2).hash();
    var bytes = ByteBuffer.wrap(block.bytes());
    bytes.position(MAGIC_BYTES);
    boolean fits =
        bytes.getLong() == height
            && before.toString().equals(hex(bytes.slice(bytes.position(), 32)));
    if (!fits) {
      throw new Violation(
          Linked.class,
          "block "
              + height
              + " on the disk of "
              + member.name
              + " does not follow the one before it");
    }
    if (checked.add(block.hash()) && !block.hash().toString().equals(headerHash(block.bytes()))) {
      throw new Violation(Linked.class, "block " + height + " has another hash than its header");
    }
  }

  private String headerHash(byte[] bytes) {
    int proposerAt = MAGIC_BYTES + 8 + 32 + 8;
    int proposer = ByteBuffer.wrap(bytes).getShort(proposerAt);
    int end = proposerAt + 2 + proposer + 4 + 32;
    return HexFormat.of().formatHex(sha256.digest(Arrays.copyOf(bytes, end)));
  }

  private static String hex(ByteBuffer part) {
    var copy = new byte[part.remaining()];
    part.get(copy);
    return HexFormat.of().formatHex(copy);
  }
}
