package dev.lockstep.proof;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.MalformedException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The statement that members sign: the chain of a ledger has this root at this size (C2SP
 * tlog-checkpoint).
 *
 * @param origin names the ledger, and covers its genesis
 * @param size the number of blocks, genesis included: the height plus one
 * @param root of the tree over the hashes of these blocks
 */
public record Checkpoint(String origin, long size, Hash root) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

  /**
   * The origin of a ledger's checkpoints. It has the hash of genesis, so each ledger has its own.
   */
  public static String originOf(Genesis genesis) {
    return originOf(genesis.ledger(), genesis.hash());
  }

  public static String originOf(String ledger, Hash genesis) {
    return "lockstep/" + ledger + "/" + genesis;
  }

  /** The height of the newest block that it covers; −1 at size 0. */
  public long height() {
    return size - 1;
  }

  /** The text of the note: what is signed. */
  public String text() {
    return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.bytes()) + "\n";
  }

  /**
   * Reads the text of a note. Extension lines, after the third, are refused: no member writes any,
   * and this program cannot check what they say.
   *
   * @throws MalformedException when it is no checkpoint; the message says why
   */
  public static Checkpoint parse(String text) {
    var lines = text.split("\n", 5);
    if (lines.length != 4 || !lines[3].isEmpty() || lines[0].isEmpty()) {
      throw new MalformedException("a checkpoint has three lines: origin, size and root");
    }
    if (!SIZE.matcher(lines[1]).matches()) {
      throw new MalformedException("\"" + Excerpt.of(lines[1]) + "\" is no size of a tree");
    }
    var root = SignedNote.base64(lines[2]);
    if (root.length != Hash.BYTES) {
      throw new MalformedException("a root of " + root.length + " bytes");
    }
    return new Checkpoint(lines[0], Long.parseLong(lines[1]), Hash.of(root));
  }
}
