package dev.lockstep.simulator.member;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.order.Authentic;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Input;
import dev.lockstep.order.Provenance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Signatures that nobody can forge because no lie makes one of another member: a number that
 * follows from the member and the statement. A member keeps its key when it loses its disk.
 */
public final class Signatures {
  /** Made with real keys, in a run that was recorded, and checked there. */
  private final Set<MemberSignature> recorded = new HashSet<>();

  /** The signatures that a member has seen are believed from now on. */
  public void believe(Collection<MemberSignature> seen) {
    recorded.addAll(seen);
  }

  /** The block with the signature of this member. */
  public static Block sign(String member, Block block) {
    return block.signed(member, by(member, block.statement()));
  }

  /**
   * The log with the signature of this member.
   *
   * @param genesis the hash of the ledger's genesis
   * @param height of the block for which the log is handed over
   */
  public static SignedLog sign(String member, Hash genesis, long height, SignedLog log) {
    return log.signed(by(member, log.statement(genesis, height)));
  }

  private static MemberSignature by(String member, byte[] statement) {
    var name = member.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(MemberSignature.BYTES);
    bytes.putLong(number(name)).putLong(number(statement));
    return MemberSignature.of(bytes.array());
  }

  /** FNV-1a, 64 bits: there are few statements, and nobody looks for two with one number. */
  private static long number(byte[] bytes) {
    long number = 0xcbf29ce484222325L;
    for (byte each : bytes) {
      number = (number ^ each & 0xff) * 0x100000001b3L;
    }
    return number;
  }

  private boolean isValid(String member, byte[] statement, MemberSignature signature) {
    return by(member, statement).equals(signature) || recorded.contains(signature);
  }

  /** What a member sends to one that fetches. */
  public static List<Block> served(String by, Protocol protocol, List<Block> blocks) {
    return switch (protocol) {
      case LAMPORT -> Provenance.servedBy(by, blocks, block -> sign(by, block));
      case PAXOS -> List.copyOf(blocks);
    };
  }

  /** Takes what is not signed by whom it names out of the messages of a ledger. */
  public Authentic of(Genesis genesis) {
    return new Authentic(genesis, this::isValid);
  }

  /** Finds out which blocks are proven. */
  public Input.Verified verify(Effect.Verify wanted) {
    return Provenance.of(wanted, this::isSigned);
  }

  /** The proposer of two blocks at one height, if it has signed both. */
  public Optional<Input> compare(List<Block> chain, Block other) {
    return chain.stream()
        .skip(other.height() - 1)
        .findFirst()
        .filter(own -> own.proposer().equals(other.proposer()))
        .filter(own -> isSigned(own, own.proposer()) && isSigned(other, own.proposer()))
        .map(
            own ->
                new Input.Misbehaved(
                    own.proposer(),
                    "signature",
                    "it has signed two blocks of height " + own.height()));
  }

  private boolean isSigned(Block block, String member) {
    return block
        .attestation()
        .signatureOf(member)
        .filter(signature -> isValid(member, block.statement(), signature))
        .isPresent();
  }
}
