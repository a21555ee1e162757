package dev.lockstep.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lockstep.chain.Attestation;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Input;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.Provenance;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Signatures of blocks")
class BlockSignaturesTest {
  private static final Genesis LAMPORT = Chains.genesis();
  private static final Genesis PAXOS =
      new Genesis("test", Protocol.PAXOS, LAMPORT.members(), LAMPORT.accounts());

  private BlockSignatures of(String member) {
    return new BlockSignatures(member, LAMPORT, Identities.of(member));
  }

  private BlockSignatures ofPaxos(String member) {
    return new BlockSignatures(member, PAXOS, Identities.of(member));
  }

  private static Block block(long height, String proposer) {
    return Block.of(height, Hash.ZERO, 9, proposer, List.of());
  }

  private Input.Verified verify(String from, Block... blocks) {
    return of("A")
        .verify(new Effect.Verify(from, List.of(blocks), new Provenance.Rule.ByProposer()));
  }

  @Test
  void a_block_is_proven_by_the_signature_of_its_proposer() {
    var signed = of("B").sign(block(1, "B"));
    assertEquals(List.of(signed), verify("C", signed).proven());
  }

  @Test
  void nothing_else_proves_a_block_of_another_member() {
    var first = of("B").sign(block(1, "B"));
    var signature = first.signature().orElseThrow();
    var flipped = signature.bytes();
    flipped[5] ^= 1;
    for (var unproven :
        List.of(
            block(2, "B"),
            of("C").sign(block(2, "B")),
            block(2, "B").signed("B", signature),
            block(2, "B").signed("B", MemberSignature.of(new byte[MemberSignature.BYTES])),
            block(2, "nobody").signed("nobody", signature),
            block(1, "B").signed("B", MemberSignature.of(flipped)))) {
      assertEquals(
          new Input.Verified("C", List.of(first), List.of(unproven, first)),
          verify("C", first, unproven, first),
          unproven.toString());
    }
  }

  @Test
  void what_a_proposer_sends_itself_needs_no_signature() {
    var block = block(1, "B");
    assertEquals(List.of(block), verify("B", block).proven());
  }

  @Test
  void a_member_serves_its_own_blocks_with_signatures_by_its_present_key() {
    var served = of("B").served(List.of(block(1, "B"), block(2, "nobody")));
    assertEquals(1, verify("C", served.toArray(Block[]::new)).proven().size());
    assertEquals(Optional.empty(), served.getLast().signature());
  }

  // --- Paxos mode -------------------------------------------------------------------------------

  private static Block after(Block block) {
    return Block.of(block.height() + 1, block.hash(), 9, "B", List.of());
  }

  /** How many of these A takes from C, when two members have to vouch for a block. */
  private int proven(Map<Hash, Set<String>> heard, Block... blocks) {
    var rule = new Provenance.Rule.ByMajority(2, heard);
    return ofPaxos("A").verify(new Effect.Verify("C", List.of(blocks), rule)).proven().size();
  }

  @Test
  void a_majority_proves_a_block_and_all_that_lead_to_it() {
    var first = block(1, "B");
    var second = after(first);
    var third = ofPaxos("B").sign(after(second));
    assertEquals(3, proven(Map.of(), first, second, third));
    assertEquals(3, proven(Map.of(), first, second, third, after(third)));
    assertEquals(2, proven(Map.of(second.hash(), Set.of("B")), first, second, after(second)));
  }

  @Test
  void a_block_proves_none_that_does_not_lead_to_it() {
    var first = block(1, "B");
    var second = ofPaxos("B").sign(Block.of(2, Hash.ZERO, 9, "B", List.of()));
    assertEquals(0, proven(Map.of(), first, second));
  }

  @Test
  void nobody_vouches_by_the_signature_of_another() {
    var block = block(1, "B");
    var signature = ofPaxos("C").sign(block).attestation().signatureOf("C").orElseThrow();
    assertEquals(0, proven(Map.of(), block));
    assertEquals(0, proven(Map.of(), block.signed("C", signature)));
    assertEquals(0, proven(Map.of(), block.signed("B", signature)));
    assertEquals(0, proven(Map.of(), block.signed("nobody", signature)));
    assertEquals(0, proven(Map.of(block(2, "B").hash(), Set.of("B")), block));
  }

  @Test
  void what_is_not_signed_by_whom_it_names_is_taken_out_of_a_message() {
    var state = new PaxosState("C", 1, 1, 9, 0, Hash.ZERO, 0, Ballot.NONE, true, 1);
    var paid = new Transfer(new UUID(1, 1), "C1", "A1", 5, "");
    var log = ofPaxos("C").sign(1, SignedLog.unsigned(List.of(paid)));
    var part = log.prove(List.of(paid)).orElseThrow();
    var block = Block.of(1, PAXOS.hash(), 9, "C", List.of(paid));
    var vote = ofPaxos("B").sign(block).attestation().signatures();
    var proven = block.with(new Attestation(new TreeMap<>(), new TreeMap<>(Map.of("C", part))));
    var accept = new PaxosMessage.Accept(state, Ballot.NONE, 1, block.hash());
    var promise =
        new PaxosMessage.Promise(state, Ballot.NONE, 1, Optional.empty(), new TreeMap<>(), true);
    var later =
        new PaxosMessage.Promise(state, Ballot.NONE, 2, Optional.empty(), new TreeMap<>(), true);

    assertEquals(Set.of("C"), heard(accept, proven).attestation().logs().keySet());
    var another =
        Block.of(1, PAXOS.hash(), 9, "C", List.of(new Transfer(paid.id(), "C1", "A1", 6, "")));
    var stolen = another.with(proven.attestation());
    assertEquals(Set.of(), heard(accept, stolen).attestation().logs().keySet());
    var renamed = block.with(new Attestation(new TreeMap<>(), new TreeMap<>(Map.of("B", part))));
    assertEquals(Set.of(), heard(accept, renamed).attestation().logs().keySet());

    assertEquals(Optional.of(part.signature()), heard(promise, log).signature());
    // Signed for one height, and handed over for another.
    assertEquals(Optional.empty(), heard(later, log).signature());

    var commit = new PaxosMessage.Commit(state, 1, block.hash());
    assertEquals(vote, heard(commit, vote).votes());
    var other = new PaxosMessage.Commit(state, 1, Hash.ZERO);
    assertEquals(Map.of(), heard(other, vote).votes());
    var borrowed = new TreeMap<>(Map.of("C", vote.get("B")));
    assertEquals(Map.of(), heard(commit, borrowed).votes());
  }

  private Block heard(PaxosMessage message, Block block) {
    return heard(new PaxosPeerMessage(message, Optional.of(block))).block().orElseThrow();
  }

  private SignedLog heard(PaxosMessage message, SignedLog log) {
    return heard(new PaxosPeerMessage(message, Optional.empty(), log)).log();
  }

  private PaxosPeerMessage heard(PaxosMessage message, SortedMap<String, MemberSignature> votes) {
    return heard(new PaxosPeerMessage(message, Optional.empty(), SignedLog.NONE, votes));
  }

  private PaxosPeerMessage heard(PaxosPeerMessage message) {
    return (PaxosPeerMessage) ofPaxos("A").authentic(message);
  }
}
