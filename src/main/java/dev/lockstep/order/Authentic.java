package dev.lockstep.order;

import dev.lockstep.chain.Attestation;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.LogProof;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.paxos.PaxosMessage;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes the invalid signatures out of a message, before the order hears it (design B6). So the
 * order can rely on those that are left. It takes a fraction of a millisecond for each signature,
 * and a hash or two for each transfer, so it is not for an event loop.
 *
 * <p>Blocks that are fetched are not checked here: one signature may prove many of them; see {@link
 * Effect.Verify}.
 */
public final class Authentic {
  private final Genesis genesis;
  private final Hash genesisHash;
  private final Check check;

  /** Whether this is a signature of a member over a statement. */
  public interface Check {
    boolean isValid(String member, byte[] statement, MemberSignature signature);
  }

  public Authentic(Genesis genesis, Check check) {
    this.genesis = genesis;
    this.genesisHash = genesis.hash();
    this.check = check;
  }

  /** Whether a message has a signature that the order would rely on. */
  public static boolean isSigned(PeerMessage message) {
    return switch (message) {
      case PaxosPeerMessage(var _, var block, var log, var votes) ->
          !votes.isEmpty()
              || log.signature().isPresent()
              || block.filter(each -> !each.attestation().isEmpty()).isPresent();
      case LamportPeerMessage _, PeerMessage.Fetch _, PeerMessage.Blocks _ -> false;
    };
  }

  /** The same message with its valid signatures only. */
  public PeerMessage of(PeerMessage message) {
    return switch (message) {
      case PaxosPeerMessage(var paxos, var block, var log, var votes) ->
          new PaxosPeerMessage(
              paxos, block.map(this::proven), signed(paxos, log), valid(paxos, votes));
      case LamportPeerMessage _, PeerMessage.Fetch _, PeerMessage.Blocks _ -> message;
    };
  }

  /** A block to vote for: which members have executed their part of it. */
  private Block proven(Block block) {
    SortedMap<String, LogProof> valid = new TreeMap<>();
    block
        .attestation()
        .logs()
        .forEach(
            (owner, proof) -> {
              if (isExecuted(block, owner, proof)) {
                valid.put(owner, proof);
              }
            });
    return block.with(Attestation.executedBy(valid));
  }

  private boolean isExecuted(Block block, String owner, LogProof proof) {
    var statement = proof.statement(genesisHash, block.height());
    return check.isValid(owner, statement, proof.signature())
        && proof.begins(block, transfer -> genesis.isOwner(owner, transfer.from()));
  }

  private SortedMap<String, MemberSignature> valid(
      PaxosMessage paxos, SortedMap<String, MemberSignature> votes) {
    SortedMap<String, MemberSignature> valid = new TreeMap<>();
    value(paxos)
        .map(Block::statement)
        .ifPresent(
            statement ->
                votes.forEach(
                    (member, signature) -> {
                      if (check.isValid(member, statement, signature)) {
                        valid.put(member, signature);
                      }
                    }));
    return valid;
  }

  /** The block that votes are for. */
  private static Optional<Hash> value(PaxosMessage paxos) {
    return switch (paxos) {
      case PaxosMessage.Accepted accepted -> Optional.of(accepted.value());
      case PaxosMessage.Commit commit -> Optional.of(commit.value());
      case PaxosMessage.Hello _,
          PaxosMessage.Welcome _,
          PaxosMessage.Heartbeat _,
          PaxosMessage.Join _,
          PaxosMessage.Admit _,
          PaxosMessage.Prepare _,
          PaxosMessage.Promise _,
          PaxosMessage.Accept _,
          PaxosMessage.Rejected _ ->
          Optional.empty();
    };
  }

  private SignedLog signed(PaxosMessage paxos, SignedLog log) {
    boolean isValid =
        paxos instanceof PaxosMessage.Promise promise
            && log.signature()
                .filter(
                    signature ->
                        check.isValid(
                            paxos.state().from(),
                            log.statement(genesisHash, promise.height()),
                            signature))
                .isPresent();
    return isValid ? log : log.withoutSignature();
  }
}
