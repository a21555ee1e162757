package dev.lockstep.proof;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.HashTree;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.MerkleTree;
import dev.lockstep.chain.Transfer;
import dev.lockstep.chain.TreeProof;
import java.util.List;

/**
 * A proof that a transfer is on the chain. Nothing else is needed to check it but the members'
 * public keys.
 *
 * @param position of the transfer on its block, from 0
 * @param transferPath the inclusion proof of the transfer in the root of the header
 * @param blockPath the inclusion proof of the block in the root of the checkpoint
 * @param note the checkpoint
 */
public record Receipt(
    Transfer transfer,
    int position,
    Header header,
    List<Hash> transferPath,
    List<Hash> blockPath,
    SignedNote note) {
  public Receipt {
    transferPath = List.copyOf(transferPath);
    blockPath = List.copyOf(blockPath);
  }

  /** The result of a check. */
  public sealed interface Finding {
    /**
     * It proves its transfer.
     *
     * @param block the hash of the block
     * @param signatories the names of the keys that have signed, sorted
     */
    record Holds(Hash block, Checkpoint checkpoint, List<String> signatories) implements Finding {}

    /**
     * @param problem a sentence
     */
    record Fails(String problem) implements Finding {}
  }

  /**
   * Makes the receipt of a transfer.
   *
   * @param transfers all of its block
   * @param chain covers the size of the checkpoint
   * @param note a checkpoint that covers the block
   */
  public static Receipt of(
      Header header, List<Transfer> transfers, int position, HashTree chain, SignedNote note) {
    var block = new HashTree(i -> MerkleTree.leaf(transfers.get((int) i).encode()));
    block.growTo(transfers.size());
    return new Receipt(
        transfers.get(position),
        position,
        header,
        block.inclusion(position, transfers.size()),
        chain.inclusion(header.height(), Checkpoint.parse(note.text()).size()),
        note);
  }

  /**
   * Checks the signatures of the checkpoint, and then both paths.
   *
   * @throws dev.lockstep.chain.MalformedException when the note is no checkpoint
   */
  public Finding check(Trust trust) {
    return switch (trust.check(note)) {
      case Trust.Finding.Refused(var problem) -> new Finding.Fails(problem);
      case Trust.Finding.Signed(var checkpoint, var signatories) -> check(checkpoint, signatories);
    };
  }

  private Finding check(Checkpoint checkpoint, List<String> signatories) {
    var leaf = MerkleTree.leaf(transfer.encode());
    if (!TreeProof.includes(leaf, position, header.transferCount(), transferPath, header.root())) {
      return new Finding.Fails(
          "The transfer does not stand at position "
              + position
              + " of the block in the receipt: its path does not lead to the block's root.");
    }
    var block = header.hash();
    if (!TreeProof.includes(
        MerkleTree.leaf(block.bytes()),
        header.height(),
        checkpoint.size(),
        blockPath,
        checkpoint.root())) {
      return new Finding.Fails(
          "Block "
              + header.height()
              + " of the receipt is not in the ledger of its checkpoint: its path does not lead to the root that was signed.");
    }
    return new Finding.Holds(block, checkpoint, signatories);
  }
}
