package dev.lockstep.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.Head;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.mutex.State;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import dev.lockstep.paxos.Vote;
import dev.lockstep.simulator.member.Signatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A member that errs or lies")
final class LyingMemberTest {
  /** Far above every bound, and yet such that adding to it may overflow. */
  private static final long[] ABSURD = {1L << 50, (1L << 62) - 1, Long.MAX_VALUE};

  private static World ready(World world) {
    return world.startAll().run(1_000);
  }

  private static boolean asksForTheOtherBlock(Effect effect) {
    return effect instanceof Effect.Send(var to, PeerMessage.Fetch _, var _) && to.equals("C");
  }

  /** What C says to A, which refuses it, accuses C, and is otherwise as it was. */
  private static void assertRefused(World world, PeerMessage lie, String reason) {
    var a = world.node("A");
    var before = a.status();
    long accusedBefore = accusations(before);
    var effects = a.order.step(new Input.Received(lie), world.now);
    assertTrue(
        effects.stream().allMatch(e -> e instanceof Effect.Note || asksForTheOtherBlock(e)),
        lie + ": " + effects);
    var after = a.status();
    assertEquals(accusedBefore + 1, accusations(after), lie.toString());
    var accusation = after.accused().getFirst();
    assertEquals("C", accusation.member());
    assertTrue(accusation.reason().contains(reason), accusation.reason());
    // The state on a message may be sound when the rest is not. A time beyond the bound moves
    // nothing; another one moves the clock beyond itself, as that of every message.
    long followed = lie.time() <= before.time() + 1_000 ? lie.time() : 0;
    assertTrue(after.time() <= Math.max(before.time(), followed) + 1, lie.toString());
    assertEquals(before.hash(), after.hash(), lie.toString());
    assertEquals(before.ofProtocol(), after.ofProtocol(), lie.toString());
    assertFalse(after.state() == MemberState.LOST, lie.toString());
  }

  private static long accusations(Status status) {
    return status.accused().stream().mapToLong(Status.Accusation::messages).sum();
  }

  @Nested
  @DisplayName("in Lamport mode")
  class Lamport {
    private final World world = ready(World.of("A", "B", "C"));

    private State state() {
      return world.beatOf("C");
    }

    private static State at(State state, long time, Optional<Timestamp> claim, Head head) {
      return new State("C", state.incarnation(), state.receiverIncarnation(), time, claim, head, 0);
    }

    /** A liar signs in its own name only. */
    private void refusesBlock(Block block, String reason) {
      refuses(block.proposer().equals("C") ? Signatures.sign("C", block) : block, reason);
    }

    private void refuses(Block block, String reason) {
      var release = new MutexMessage.Release(state());
      assertRefused(world, new LamportPeerMessage(release, Optional.of(block)), reason);
    }

    private Block block(String proposer, Transfer... transfers) {
      return Block.of(1, world.genesis.hash(), 9, proposer, List.of(transfers));
    }

    /** The ledger still takes transfers of all members, C included. */
    private void goesOn() {
      for (var name : List.of("A", "B", "C")) {
        long ticket = world.submit(name, world.transfer(name, name.equals("A") ? "B" : "A", 1));
        world.run(1_000);
        assertInstanceOf(
            Outcome.Committed.class, world.node(name).answers.get(ticket).getFirst(), name);
      }
    }

    @Test
    void cannot_pay_with_the_money_of_another_member_by_a_block_in_its_name() {
      refusesBlock(block("B", world.transfer("B", "C", 5)), "brings block 1 of B");
      goesOn();
    }

    @Test
    void cannot_pay_with_the_money_of_another_member_by_a_block_of_its_own() {
      refusesBlock(block("C", world.transfer("B", "C", 5)), "block 1: transfer 0");
      goesOn();
    }

    @Test
    void cannot_send_a_block_without_its_signature() {
      refuses(block("C", world.transfer("C", "A", 5)), "block 1 without a signature");
      goesOn();
    }

    private void releases(String to, Block block) {
      var release = new MutexMessage.Release(state());
      world.hand(new World.Letter(to, new LamportPeerMessage(release, Optional.of(block))));
    }

    private void assertFoundOut(String name) {
      var reasons =
          world.node(name).status().accused().stream()
              .filter(accused -> accused.member().equals("C"))
              .map(Status.Accusation::reason)
              .toList();
      assertEquals(List.of("signature: it has signed two blocks of height 1"), reasons, name);
    }

    @Test
    void cannot_send_two_blocks_of_one_height_without_being_found_out() {
      releases("A", Signatures.sign("C", block("C", world.transfer("C", "A", 5))));
      world.settle();
      releases("A", Signatures.sign("C", block("C", world.transfer("C", "A", 7))));
      assertFoundOut("A");
    }

    /** A has the one block and B the other: they show each other their heads. */
    @Test
    void cannot_send_different_blocks_to_two_members_without_being_found_out() {
      releases("A", Signatures.sign("C", block("C", world.transfer("C", "A", 5))));
      releases("B", Signatures.sign("C", block("C", world.transfer("C", "A", 7))));
      world.crash("C");
      world.run(3_000);
      assertFoundOut("A");
      assertFoundOut("B");
    }

    @Test
    void cannot_forge_a_block_for_a_member_that_fetches() {
      goesOn();
      var chain = world.chain("A");
      world.crash("B").loseDisk("B").start("B", true);
      var b = world.node("B");
      var forged = block("A", world.transfer("A", "C", 5));
      var first = chain.getFirst();
      var another = Signatures.sign("A", first).attestation().signatureOf("A").orElseThrow();
      for (var each : List.of(forged, forged.signed("A", another))) {
        var wanted = new Effect.Verify("C", List.of(each), new Provenance.Rule.ByProposer());
        b.order.step(new Signatures().verify(wanted), world.now);
        assertEquals(0, b.status().height());
      }
      world.run(5_000);
      assertEquals(chain, world.chain("B"));
      goesOn();
    }

    @Test
    void cannot_pay_more_than_it_has() {
      refusesBlock(block("C", world.transfer("C", "A", 1_001)), "block 1: transfer 0");
      goesOn();
    }

    @Test
    void cannot_stop_another_member_by_a_block_without_a_predecessor() {
      refusesBlock(
          Block.of(1, Hash.ZERO, 9, "C", List.of(world.transfer("C", "A", 1))), "previous hash");
      goesOn();
    }

    @Test
    void cannot_stop_another_member_by_another_chain() {
      goesOn();
      var lie = at(state(), state().time(), Optional.empty(), new Head(1, Hash.ZERO));
      assertRefused(
          world,
          new LamportPeerMessage(new MutexMessage.Heartbeat(lie), Optional.empty()),
          "block 1 has hash 0000");
      goesOn();
    }

    @Test
    void cannot_use_up_the_numbers_by_any_message() {
      var state = state();
      for (long absurd : ABSURD) {
        var states =
            List.of(
                new State("C", absurd, 1, 9, Optional.empty(), state.head(), 0),
                new State("C", 1, absurd, 9, Optional.empty(), state.head(), 0),
                new State("C", 1, 1, absurd, Optional.empty(), state.head(), 0),
                new State("C", 1, 1, 9, Optional.empty(), new Head(absurd, Hash.ZERO), 0),
                new State("C", 1, 1, 9, Optional.empty(), state.head(), absurd));
        states.forEach(lie -> everyKind(lie).forEach(this::refusesNumber));
        refusesNumber(new MutexMessage.Welcome(state, true, absurd, 0, 0));
        refusesNumber(new MutexMessage.Welcome(state, true, 0, absurd, 0));
        assertRefused(world, new PeerMessage.Fetch("C", 1, 1, absurd), "height");
        assertRefused(world, new PeerMessage.Blocks("C", absurd, 1, List.of()), "incarnation");
        refusesBlock(
            Block.of(1, world.genesis.hash(), absurd, "C", List.of(world.transfer("C", "A", 1))),
            "block time");
      }
      goesOn();
    }

    private void refusesNumber(MutexMessage lie) {
      assertRefused(world, new LamportPeerMessage(lie, Optional.empty()), ", above ");
    }

    private static Stream<MutexMessage> everyKind(State lie) {
      return Stream.of(
          new MutexMessage.Hello(lie, false, 0),
          new MutexMessage.Hello(lie, true, 0),
          new MutexMessage.Welcome(lie, true, 0, 0, 0),
          new MutexMessage.Request(lie),
          new MutexMessage.Ack(lie),
          new MutexMessage.Release(lie),
          new MutexMessage.Durable(lie),
          new MutexMessage.Heartbeat(lie));
    }

    @Test
    void a_joining_member_refuses_such_numbers_too() {
      var fresh = World.of("A", "B", "C").start("A");
      for (long absurd : ABSURD) {
        var lie = new State("C", 1, 1, absurd, Optional.empty(), state().head(), 0);
        var hello = new LamportPeerMessage(new MutexMessage.Hello(lie, false, 0), Optional.empty());
        assertRefused(fresh, hello, "its time is");
      }
    }

    @Test
    void may_lead_the_clock_ahead_three_times_and_all_members_follow() {
      // Each of these is far ahead of the clock before, and still below the bound.
      for (long leap = 1; leap <= 3; leap++) {
        var state = state();
        var lie =
            new State(
                "C", state.incarnation() + 1, 0, leap << 32, Optional.empty(), state.head(), 0);
        var hello = new LamportPeerMessage(new MutexMessage.Hello(lie, false, 0), Optional.empty());
        world.hand(new World.Letter("A", hello));
      }
      assertTrue(world.node("A").status().time() > 3L << 32);
      world.crash("C").start("C").run(2_000);
      goesOn();
      assertEquals(List.of(), world.node("B").status().accused());
    }

    @Test
    void blocks_that_were_not_asked_for_are_dropped() {
      var state = state();
      var block = block("B", world.transfer("B", "C", 5));
      var piece =
          new PeerMessage.Blocks(
              "C", state.incarnation(), state.receiverIncarnation(), List.of(block));
      var a = world.node("A");
      var effects = a.order.step(new Input.Received(piece), world.now);
      assertTrue(effects.stream().allMatch(Effect.Note.class::isInstance), effects.toString());
      assertEquals(0, a.status().height());
    }

    @Test
    void cannot_stop_another_member_by_bytes_that_are_no_message() {
      var a = world.node("A");
      var effects = a.order.step(new Input.Misbehaved("C", "bytes", "kind 99"), world.now);
      assertTrue(effects.stream().allMatch(Effect.Note.class::isInstance), effects.toString());
      assertEquals(List.of(new Status.Accusation("C", "bytes: kind 99", 1)), a.status().accused());
      goesOn();
    }

    @Test
    void is_accused_by_its_signatures_too() {
      var a = world.node("A");
      var effects = a.order.step(new Input.Misbehaved("C", "signature", "of two chains"), 1);
      assertEquals(1, effects.stream().filter(LyingMemberTest::isAccusation).count());
      assertEquals(
          List.of(new Status.Accusation("C", "signature: of two chains", 1)), a.status().accused());
    }

    @Test
    void is_named_again_only_after_a_while() {
      var a = world.node("A");
      List<Effect> effects = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        var lie = new PeerMessage.Fetch("C", 1, 1, Long.MAX_VALUE);
        effects.addAll(a.order.step(new Input.Received(lie), world.now + i));
      }
      assertEquals(1, effects.stream().filter(LyingMemberTest::isAccusation).count());
      assertEquals(1_000, a.status().accused().getFirst().messages());
    }
  }

  private static boolean isAccusation(Effect effect) {
    return effect instanceof Effect.Note(Event.Accused _, var _);
  }

  @Nested
  @DisplayName("in Paxos mode")
  class Paxos {
    private final World world = ready(World.paxos("A", "B", "C"));

    private PaxosState state(Function<PaxosState, PaxosState> lie) {
      return lie.apply(
          new PaxosState(
              "C",
              1,
              1,
              world.node("C").status().time(),
              0,
              world.genesis.hash(),
              0,
              Ballot.NONE,
              true,
              0));
    }

    private PaxosState state() {
      return state(honest -> honest);
    }

    private void refuses(PaxosMessage lie, Optional<Block> block, List<Transfer> log, String why) {
      assertRefused(world, new PaxosPeerMessage(lie, block, SignedLog.unsigned(log)), why);
    }

    private void refuses(PaxosMessage lie, String reason) {
      refuses(lie, Optional.empty(), List.of(), reason);
    }

    private Block block(Transfer... transfers) {
      return Block.of(1, world.genesis.hash(), 9, "C", List.of(transfers));
    }

    /** A block with money of all members is still agreed on. */
    private void goesOn() {
      world.submit("B", world.transfer("B", "A", 5_000));
      world.run(100);
      long ticket = world.submit("A", world.transfer("A", "C", 12_000));
      world.run(3_000);
      assertInstanceOf(Outcome.Executed.class, world.node("A").answers.get(ticket).getFirst());
    }

    @Test
    void cannot_use_the_ballot_of_another_leader() {
      var ballot = new Ballot(7, "B");
      var block = block(world.transfer("C", "A", 1));
      refuses(new PaxosMessage.Prepare(state(), ballot, 1), "another leader");
      refuses(new PaxosMessage.Join(state(), ballot, 0), "another leader");
      refuses(
          new PaxosMessage.Accept(state(), ballot, 1, block.hash()),
          Optional.of(block),
          List.of(),
          "another leader");
      goesOn();
    }

    @Test
    void cannot_bring_a_transfer_of_another_member_on_a_block() {
      var promise =
          new PaxosMessage.Promise(
              state(), new Ballot(7, "A"), 1, Optional.empty(), new TreeMap<>(), true);
      refuses(promise, Optional.empty(), List.of(world.transfer("B", "C", 5)), "does not own");
      refuses(promise, Optional.empty(), List.of(world.transfer("X", "C", 5)), "does not own");
      goesOn();
    }

    @Test
    void cannot_propose_what_another_member_has_not_executed() {
      var theft = block(world.transfer("B", "C", 5));
      refuses(
          new PaxosMessage.Accept(state(), new Ballot(7, "C"), 1, theft.hash()),
          Optional.of(theft),
          List.of(),
          "transfers of B that B has not signed");
      goesOn();
    }

    @Test
    void cannot_hand_over_a_log_that_it_has_not_signed() {
      var promise =
          new PaxosMessage.Promise(
              state(), new Ballot(7, "A"), 1, Optional.empty(), new TreeMap<>(), true);
      refuses(
          promise, Optional.empty(), List.of(world.transfer("C", "B", 5)), "no valid signature");
      goesOn();
    }

    @Test
    void cannot_vote_without_a_signature() {
      refuses(new PaxosMessage.Accepted(state(), new Ballot(7, "A"), 1, Hash.ZERO), "no valid");
      goesOn();
    }

    @Test
    void cannot_commit_a_block_by_its_own_vote() {
      var own = block(world.transfer("C", "A", 5));
      var commit = new PaxosMessage.Commit(state(), 1, own.hash());
      refuses(commit, Optional.of(own), List.of(), "with the votes of [] alone");
      var votes = Signatures.sign("C", own).attestation().signatures();
      assertRefused(
          world,
          new PaxosPeerMessage(commit, Optional.of(own), SignedLog.NONE, votes),
          "with the votes of [C] alone");
      goesOn();
    }

    /** It makes up a vote, so that an honest leader proposes the theft for it. */
    @Test
    void cannot_have_another_leader_propose_what_was_never_executed() {
      world.submit("A", world.transfer("A", "B", 20_000));
      world.pass(Pace.TICK);
      var ballot = world.node("A").status().consensus().orElseThrow().leading().orElseThrow();
      var theft = block(world.transfer("B", "C", 5));
      var promise =
          new PaxosMessage.Promise(
              state(),
              ballot,
              1,
              Optional.of(new Vote(new Ballot(7, "C"), theft.hash())),
              new TreeMap<>(),
              true);
      var a = world.node("A");
      var effects =
          a.order.step(
              new Input.Received(new PaxosPeerMessage(promise, Optional.of(theft))), world.now);
      assertTrue(
          effects.stream()
              .anyMatch(
                  effect ->
                      effect instanceof Effect.Note(Event.Dropped dropped, var _)
                          && dropped.reason().startsWith("nothing proves a part")),
          effects.toString());
      world.run(3_000);
      List.of("A", "B").forEach(name -> assertEquals(0, world.node(name).status().height(), name));
      goesOn();
    }

    @Test
    void cannot_forge_a_block_for_a_member_that_fetches() {
      goesOn();
      var chain = world.chain("A");
      world.crash("B").loseDisk("B").start("B", true);
      var b = world.node("B");
      for (var forged :
          List.of(
              block(), block(world.transfer("A", "C", 5)), block(world.transfer("C", "A", 5)))) {
        var signed = Signatures.sign("C", forged);
        var rule = new Provenance.Rule.ByMajority(2, Map.of());
        var wanted = new Effect.Verify("C", List.of(signed), rule);
        b.order.step(new Signatures().verify(wanted), world.now);
        assertEquals(0, b.status().height());
      }
      world.run(5_000);
      assertEquals(chain, world.chain("B"));
      long ticket = world.submit("B", world.transfer("B", "A", 1));
      world.run(1_000);
      assertInstanceOf(Outcome.Executed.class, world.node("B").answers.get(ticket).getFirst());
    }

    @Test
    void cannot_propose_or_commit_a_block_that_does_not_fit() {
      var overdrawn = block(world.transfer("C", "A", 1_000_000));
      var parted = Block.of(1, Hash.ZERO, 9, "C", List.of());
      for (var block : List.of(overdrawn, parted)) {
        refuses(
            new PaxosMessage.Commit(state(), 1, block.hash()),
            Optional.of(block),
            List.of(),
            "fit");
      }
      goesOn();
    }

    @Test
    void cannot_stop_another_member_by_another_chain() {
      var lie =
          state(s -> new PaxosState("C", 1, 1, s.time(), 0, Hash.ZERO, 0, Ballot.NONE, true, 0));
      refuses(new PaxosMessage.Heartbeat(lie), "block 0 has hash 0000");
      refuses(new PaxosMessage.Commit(state(), 0, Hash.ZERO), "block 0 has hash 0000");
      goesOn();
    }

    @Test
    void cannot_use_up_the_numbers_by_any_message() {
      for (long absurd : ABSURD) {
        var high = new Ballot(absurd, "C");
        Stream.<PaxosState>of(
                new PaxosState("C", absurd, 1, 9, 0, Hash.ZERO, 0, Ballot.NONE, true, 0),
                new PaxosState("C", 1, absurd, 9, 0, Hash.ZERO, 0, Ballot.NONE, true, 0),
                new PaxosState("C", 1, 1, absurd, 0, Hash.ZERO, 0, Ballot.NONE, true, 0),
                new PaxosState("C", 1, 1, 9, absurd, Hash.ZERO, 0, Ballot.NONE, true, 0),
                new PaxosState("C", 1, 1, 9, 0, Hash.ZERO, absurd, Ballot.NONE, true, 0),
                new PaxosState("C", 1, 1, 9, 0, Hash.ZERO, 0, high, true, 0))
            .flatMap(lie -> everyKind(lie, new Ballot(7, "C"), 1, new TreeMap<>()))
            .forEach(lie -> refuses(lie, ", above "));
        everyKind(state(), high, 1, new TreeMap<>()).forEach(lie -> refuses(lie, ", above "));
        everyKind(state(), new Ballot(7, "C"), absurd, new TreeMap<>(Map.of("B", absurd)))
            .forEach(lie -> refuses(lie, ", above "));
      }
      goesOn();
    }

    /** Each kind that has at least one of these numbers beside its state, if the state is sound. */
    private Stream<PaxosMessage> everyKind(
        PaxosState state, Ballot ballot, long height, SortedMap<String, Long> generations) {
      boolean isBallot = ballot.round() > 1L << 40;
      boolean isHeight = height > 1;
      Optional<Vote> vote = Optional.of(new Vote(ballot, Hash.ZERO));
      var withBallot =
          Stream.<PaxosMessage>of(
              new PaxosMessage.Join(state, ballot, 0),
              new PaxosMessage.Admit(state, ballot, Optional.empty(), 0),
              new PaxosMessage.Admit(state, new Ballot(7, "A"), vote, 0));
      var withHeight =
          Stream.<PaxosMessage>of(
              new PaxosMessage.Welcome(state, height, 0, 0, 0),
              new PaxosMessage.Welcome(state, 0, height, 0, 0),
              new PaxosMessage.Welcome(state, 0, 0, height, 0),
              new PaxosMessage.Commit(state, height, Hash.ZERO),
              new PaxosMessage.Promise(
                  state, new Ballot(7, "A"), 1, Optional.empty(), generations, true));
      var withBoth =
          Stream.<PaxosMessage>of(
              new PaxosMessage.Prepare(state, ballot, height),
              new PaxosMessage.Promise(
                  state, ballot, height, Optional.empty(), new TreeMap<>(), true),
              new PaxosMessage.Promise(
                  state, new Ballot(7, "A"), height, vote, new TreeMap<>(), true),
              new PaxosMessage.Accept(state, ballot, height, Hash.ZERO),
              new PaxosMessage.Accepted(state, ballot, height, Hash.ZERO),
              new PaxosMessage.Rejected(state, ballot, height));
      if (isBallot) {
        return Stream.concat(withBallot, withBoth);
      }
      if (isHeight) {
        return Stream.concat(withHeight, withBoth);
      }
      return Stream.concat(
          Stream.of(new PaxosMessage.Hello(state, 0), new PaxosMessage.Heartbeat(state)),
          Stream.concat(withBallot, Stream.concat(withHeight, withBoth)));
    }

    @Test
    void blocks_that_were_not_asked_for_are_dropped() {
      var piece = new PeerMessage.Blocks("C", 1, 1, List.of(block(world.transfer("B", "C", 5))));
      var a = world.node("A");
      var effects = a.order.step(new Input.Received(piece), world.now);
      assertTrue(effects.stream().allMatch(Effect.Note.class::isInstance), effects.toString());
      assertEquals(0, a.status().height());
      // It fits, and may be the second answer to a question that was asked twice.
      assertEquals(List.of(), a.status().accused());
    }

    @Test
    void blocks_of_another_chain_accuse_their_sender_also_when_they_were_not_asked_for() {
      var overdrawn = block(world.transfer("B", "C", 1_000_000));
      assertRefused(
          world, new PeerMessage.Blocks("C", 1, 1, List.of(overdrawn)), "does not fit: block 1");
      goesOn();
      var other = block(world.transfer("C", "A", 1));
      assertRefused(world, new PeerMessage.Blocks("C", 1, 1, List.of(other)), "block 1 has hash");
    }
  }
}
