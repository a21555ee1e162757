package dev.lockstep.order.paxos;

import dev.lockstep.chain.Attestation;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.LogProof;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.paxos.PaxosBatch.LogPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether a block that is not chosen yet has only what its owners have executed (design B6). The
 * signatures are valid, as every message is checked before the order hears it.
 */
final class Proven {
  /** Owns the accounts that do not exist. No member has this name, so nothing proves its part. */
  private static final String NOBODY = "";

  private Proven() {}

  /**
   * The first member whose part of the block nobody proves.
   *
   * @param from who proposes the block, or has voted for it; its own part needs no other proof
   */
  static Optional<String> unproven(PaxosMember member, String from, Block block) {
    return parts(member, block).keySet().stream()
        .filter(owner -> !isProven(member, from, block, owner))
        .findFirst();
  }

  private static boolean isProven(PaxosMember member, String from, Block block, String owner) {
    return owner.equals(from)
        || block.attestation().logs().containsKey(owner)
        || (owner.equals(member.self()) && mayHaveForgotten(member, block));
  }

  /** With its disk a member has lost its key and its local log (design P12). */
  private static boolean mayHaveForgotten(PaxosMember member, Block block) {
    return !member.participates() || block.height() <= member.recoveryHeight();
  }

  /**
   * The block with the proofs that the promised logs give. Where they give none, the proof stays
   * that the block has come with.
   */
  static Block prove(PaxosMember member, Block block, Map<String, LogPart> promised) {
    SortedMap<String, LogProof> proofs = new TreeMap<>(block.attestation().logs());
    parts(member, block)
        .forEach(
            (owner, part) ->
                Optional.ofNullable(promised.get(owner))
                    .flatMap(log -> log.log().prove(part))
                    .ifPresent(proof -> proofs.put(owner, proof)));
    return block.with(Attestation.executedBy(proofs));
  }

  /** The transfers of the block by the owner of the account that pays. */
  private static Map<String, List<Transfer>> parts(PaxosMember member, Block block) {
    var genesis = member.ledger().genesis();
    Map<String, List<Transfer>> parts = new TreeMap<>();
    for (var transfer : block.transfers()) {
      parts
          .computeIfAbsent(
              genesis.hasAccount(transfer.from()) ? genesis.ownerOf(transfer.from()) : NOBODY,
              owner -> new ArrayList<>())
          .add(transfer);
    }
    return parts;
  }
}
