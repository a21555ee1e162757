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
import java.util.List;
import java.util.Optional;

/**
 * Signatures that nobody can forge because no lie makes one of another member: a number that
 * follows from the member and the statement. A member keeps its key when it loses its disk.
 */
public final class Signatures {
  private Signatures() {}

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

  private static boolean isValid(String member, byte[] statement, MemberSignature signature) {
    return by(member, statement).equals(signature);
  }

  /** What a member sends to one that fetches. */
  public static List<Block> served(String by, Protocol protocol, List<Block> blocks) {
    return switch (protocol) {
      case LAMPORT -> Provenance.servedBy(by, blocks, block -> sign(by, block));
      case PAXOS -> List.copyOf(blocks);
    };
  }

  /** Takes what is not signed by whom it names out of the messages of a ledger. */
  public static Authentic of(Genesis genesis) {
    return new Authentic(genesis, Signatures::isValid);
  }

  /** Finds out which blocks are proven. */
  public static Input.Verified verify(Effect.Verify wanted) {
    return Provenance.of(wanted, Signatures::isSigned);
  }

  /** The proposer of two blocks at one height, if it has signed both. */
  public static Optional<Input> compare(List<Block> chain, Block other) {
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

  private static boolean isSigned(Block block, String member) {
    return block
        .attestation()
        .signatureOf(member)
        .filter(by(member, block.statement())::equals)
        .isPresent();
  }
}
