package dev.lockstep.bench;

import dev.lockstep.bus.Envelope;
import dev.lockstep.bus.EnvelopeBytes;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Limits;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Memory;
import dev.lockstep.order.Order;
import dev.lockstep.order.Orders;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.Pace;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A cluster without faults in one thread: the members of the nodes, and instead of a network and
 * disks a queue of what happens next. It counts what the members send and sync. Time passes only
 * when nothing else is left to happen.
 */
final class CountedCluster {
  /** Far more than a cluster of a hundred members needs to come together, or a transfer to end. */
  private static final int TICKS_MAX = 10_000;

  /** Signatures cost their bytes here, and nobody forges one. */
  private static final MemberSignature SIGNATURE =
      MemberSignature.of(new byte[MemberSignature.BYTES]);

  private final Hash genesis;
  private final Map<String, Order> members = new LinkedHashMap<>();
  private final Map<String, List<Block>> chains = new LinkedHashMap<>();
  private final Queue<Step> next = new ArrayDeque<>();
  private long now;
  private long tickets;
  private Client client = (member, outcomes) -> {};
  private long messages;
  private long bytes;
  private long syncs;

  private record Step(String member, Input input) {}

  /** Hears the answers of a member. */
  private interface Client {
    void answered(String member, List<Outcome> outcomes);
  }

  /**
   * What has been counted, of all members together.
   *
   * @param messages of the protocol, without heartbeats
   * @param bytes of these, before they are sealed
   * @param syncs at most one for each step of a member
   */
  record Counts(long messages, long bytes, long syncs) {
    Counts plus(Counts other) {
      return new Counts(messages + other.messages, bytes + other.bytes, syncs + other.syncs);
    }

    Counts minus(Counts before) {
      return new Counts(messages - before.messages, bytes - before.bytes, syncs - before.syncs);
    }
  }

  CountedCluster(Genesis genesis, Limits limits) {
    this.genesis = genesis.hash();
    for (var name : genesis.members()) {
      var memory = new Memory(genesis);
      memory.recall(new JournalRecord.Incarnation(1));
      members.put(name, Orders.start(name, memory, 1, false, limits));
      chains.put(name, new ArrayList<>());
      next.add(new Step(name, new Input.Start(0, members.size())));
    }
    goOnUntil(this::areReady);
  }

  private boolean areReady() {
    return members.values().stream()
        .allMatch(member -> member.status(now).state() == MemberState.READY);
  }

  Counts counts() {
    return new Counts(messages, bytes, syncs);
  }

  /** Asks a member for transfers, and goes on until it has answered and nothing is under way. */
  List<Outcome> submit(String member, List<Transfer> transfers) {
    List<Outcome> answers = new ArrayList<>();
    client = (_, outcomes) -> answers.addAll(outcomes);
    ask(member, transfers);
    goOnUntil(() -> !answers.isEmpty());
    return answers;
  }

  /** Asks every member for one transfer after another, all at once, until so many are answered. */
  List<Outcome> contend(int count, Function<String, Transfer> transfers) {
    List<Outcome> answers = new ArrayList<>();
    client =
        (member, outcomes) -> {
          answers.addAll(outcomes);
          if (answers.size() < count) {
            ask(member, List.of(transfers.apply(member)));
          }
        };
    members.keySet().forEach(member -> ask(member, List.of(transfers.apply(member))));
    goOnUntil(() -> answers.size() >= count);
    return answers;
  }

  private void ask(String member, List<Transfer> transfers) {
    later(member, new Input.Submit(++tickets, transfers));
  }

  private void goOnUntil(BooleanSupplier isDone) {
    settle();
    for (int i = 0; !isDone.getAsBoolean(); i++) {
      tick(i);
    }
  }

  private void tick(int ticks) {
    if (ticks > TICKS_MAX) {
      throw new IllegalStateException("the members do not come to an end");
    }
    now += Pace.TICK;
    members.keySet().forEach(name -> next.add(new Step(name, new Input.Tick())));
    settle();
  }

  private void settle() {
    for (var step = next.poll(); step != null; step = next.poll()) {
      perform(step.member, members.get(step.member).step(step.input, now));
    }
  }

  private void perform(String member, List<Effect> effects) {
    long persisted = 0;
    for (var effect : effects) {
      switch (effect) {
        case Effect.Send(var to, var message, var stamp) -> send(to, message, stamp);
        case Effect.Persist(var sequence, var entry) -> {
          persisted = sequence;
          if (entry instanceof JournalRecord.Appended(var block)) {
            chains.get(member).add(block);
          }
        }
        case Effect.Sign(var block) ->
            later(member, new Input.Signed(block.signed(member, SIGNATURE)));
        case Effect.SignLog(var height, var log) ->
            later(member, new Input.LogSigned(height, log.signed(SIGNATURE)));
        case Effect.Verify(var from, var blocks, var _) ->
            later(member, new Input.Verified(from, blocks, List.of()));
        case Effect.ReadBlocks(var to, var from, var _) -> {
          var chain = chains.get(member);
          later(member, new Input.BlocksRead(to, chain.subList((int) from - 1, chain.size())));
        }
        case Effect.Answer(var _, var outcomes) -> client.answered(member, outcomes);
        case Effect.Halt(var reason) -> throw new IllegalStateException(reason);
        case Effect.Compare _, Effect.Stored _, Effect.Executed _, Effect.Note _ -> {
          // For those who watch, or against members that lie.
        }
      }
    }
    if (persisted > 0) {
      syncs++;
      later(member, new Input.Persisted(persisted));
    }
  }

  private void later(String member, Input input) {
    next.add(new Step(member, input));
  }

  private void send(String to, PeerMessage message, Stamp stamp) {
    if (!message.type().equals("heartbeat")) {
      messages++;
      bytes += EnvelopeBytes.encode(new Envelope.Says(genesis, stamp, message)).size();
    }
    later(to, new Input.Received(message, stamp));
  }
}
