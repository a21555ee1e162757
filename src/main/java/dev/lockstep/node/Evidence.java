package dev.lockstep.node;

import dev.lockstep.chain.Block;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.OwnerOnly;
import dev.lockstep.keys.Keyring;
import dev.lockstep.order.Input;
import dev.lockstep.proof.TwoBlocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps what proves that a member has signed two blocks at one height (design B7), one file for
 * each member and height. Reads the disk, so it is not for an event loop.
 *
 * @param directory {@code DIR/NAME}, locked
 */
record Evidence(Path directory, BlockArchive archive, Keyring keyring) {
  /**
   * Compares a block with the one that this member has at its height.
   *
   * @return the proposer of both, if it has signed both
   */
  Optional<Input> compare(Block other) {
    // The chain in memory is ahead of the disk; what is not there yet is compared another time.
    if (other.height() < 1 || other.height() > archive.height()) {
      return Optional.empty();
    }
    var own = archive.readAttested(other.height(), 1).getFirst();
    boolean isPair =
        own.proposer().equals(other.proposer())
            && !own.hash().equals(other.hash())
            && own.signature().isPresent()
            && other.signature().isPresent();
    return isPair ? keepIfSigned(TwoBlocks.of(own, other)) : Optional.empty();
  }

  private Optional<Input> keepIfSigned(TwoBlocks blocks) {
    return keyring
        .of(blocks.proposer())
        .filter(blocks::isSignedBy)
        .map(
            signed ->
                new Input.Misbehaved(
                    blocks.proposer(),
                    "signature",
                    "it has signed two blocks of height "
                        + blocks.height()
                        + "; both are in "
                        + keep(blocks)));
  }

  private String keep(TwoBlocks blocks) {
    var name = "two-blocks-" + blocks.proposer() + "-" + blocks.height();
    var file = directory.resolve(name);
    try {
      if (!Files.exists(file)) {
        OwnerOnly.replace(file, blocks.text());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return name;
  }
}
