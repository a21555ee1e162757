package dev.lockstep.node;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.order.Authentic;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Input;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Provenance;
import java.util.List;

/**
 * Signs blocks and logs for this member, and checks what others have signed. To sign a block takes
 * some 50 µs; all else is not for an event loop: to check a signature takes three times as long,
 * and a log has to be hashed. Safe for use by any thread.
 */
final class BlockSignatures {
  private final String self;
  private final Genesis genesis;
  private final Hash genesisHash;
  private final Identity identity;
  private final Authentic authentic;

  /**
   * @param self the name of this member
   */
  BlockSignatures(String self, Genesis genesis, Identity identity) {
    this.self = self;
    this.genesis = genesis;
    this.genesisHash = genesis.hash();
    this.identity = identity;
    this.authentic = new Authentic(genesis, this::isValid);
  }

  Block sign(Block block) {
    return block.signed(self, signature(block.statement()));
  }

  /**
   * @param height of the block for which the log is handed over
   */
  SignedLog sign(long height, SignedLog log) {
    return log.signed(signature(log.statement(genesisHash, height)));
  }

  private MemberSignature signature(byte[] statement) {
    return MemberSignature.of(identity.key().sign(statement));
  }

  /**
   * What is sent to a member that fetches blocks. In Lamport mode those of this member get a
   * signature by its present key, whatever key it had when it built them; in Paxos mode it vouches
   * for all of them by sending them.
   */
  List<Block> served(List<Block> blocks) {
    return switch (genesis.protocol()) {
      case LAMPORT -> Provenance.servedBy(self, blocks, this::sign);
      case PAXOS -> blocks;
    };
  }

  /** The message with its valid signatures only. */
  PeerMessage authentic(PeerMessage message) {
    return authentic.of(message);
  }

  /** See {@link Effect.Verify}. */
  Input.Verified verify(Effect.Verify wanted) {
    return Provenance.of(wanted, this::isSignedBy);
  }

  private boolean isSignedBy(Block block, String member) {
    return isForgotten(member)
        || block
            .attestation()
            .signatureOf(member)
            .filter(signature -> isValid(member, block.statement(), signature))
            .isPresent();
  }

  /**
   * A member of Lamport mode that fetches its own blocks has lost its disk, and its key with it: it
   * has to believe the member that serves them, as its operator has said with --rejoin.
   */
  private boolean isForgotten(String member) {
    return genesis.protocol() == Protocol.LAMPORT && member.equals(self);
  }

  private boolean isValid(String member, byte[] statement, MemberSignature signature) {
    return identity
        .keyring()
        .of(member)
        .filter(key -> key.verify(statement, signature.bytes()))
        .isPresent();
  }
}
