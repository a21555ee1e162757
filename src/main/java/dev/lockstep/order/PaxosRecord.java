package dev.lockstep.order;

import dev.lockstep.chain.Attestation;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Transfer;
import dev.lockstep.paxos.Ballot;
import java.util.List;

/** The records of Paxos mode. */
public sealed interface PaxosRecord extends JournalRecord {
  /** The member rejects every lower ballot from now on. */
  record Promised(Ballot ballot) implements PaxosRecord {}

  /**
   * The vote for a block by this ballot, at the height of the block. It promises the ballot too.
   */
  record Accepted(Ballot ballot, Block block) implements PaxosRecord {
    @Override
    public int blockBytes() {
      return block.bytes().length;
    }
  }

  /**
   * What members have signed about a block. It comes before the vote for the block, and before the
   * block, so that no crash leaves either without it.
   */
  record Attested(long height, Hash hash, Attestation attestation) implements PaxosRecord {
    public static Attested of(Block block) {
      return new Attested(block.height(), block.hash(), block.attestation());
    }

    /** The block with its attestation, if this is about it. */
    public Block attest(Block block) {
      return block.hash().equals(hash) ? block.with(attestation) : block;
    }
  }

  /** Transfers that joined the local log, in this order. */
  record Executed(List<Transfer> transfers) implements PaxosRecord {}

  /**
   * The disk begins anew. Its earlier votes and its earlier local log are void, and its member
   * participates only when it has joined again.
   *
   * @param number how often the disk has begun anew
   */
  record Generation(long number) implements PaxosRecord {}

  /**
   * The recovery height of a member without memory (design P12). Up to this height, blocks may
   * bring transfers that its lost disk had executed, so it executes nothing before its chain
   * reaches it.
   */
  record RecoveryHeight(long height) implements PaxosRecord {}
}
