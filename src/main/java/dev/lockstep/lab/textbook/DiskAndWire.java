package dev.lockstep.lab.textbook;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ChainException;
import dev.lockstep.chain.Ledger;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.chain.Transfer;
import dev.lockstep.lab.textbook.CourseAnswers.Place;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Memory;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import dev.lockstep.order.Status;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a protocol that commits blocks by messages of Paxos has its member do in one step: write,
 * send, answer, and show events. It decides nothing.
 */
final class DiskAndWire {
  private static final int PIECE_BYTES = 1 << 16;

  final String self;
  final Ledger ledger;
  final List<String> others;

  private final long incarnation;
  private final CourseAnswers answers = new CourseAnswers();
  private final Deque<Written> unsynced = new ArrayDeque<>();
  private List<Effect> effects = new ArrayList<>();
  private long written;
  private long durable;

  private record Written(long sequence, Runnable whenDurable) {}

  DiskAndWire(String self, Memory memory, long incarnation) {
    this.self = self;
    this.incarnation = incarnation;
    this.ledger = memory.ledger();
    this.durable = ledger.height();
    this.others = ledger.genesis().members().stream().filter(m -> !m.equals(self)).toList();
  }

  /** A step begins: what is done from now on belongs to it. */
  void begin() {
    effects = new ArrayList<>();
  }

  List<Effect> effects() {
    return effects;
  }

  /** The height up to which the chain is on the disk. */
  long durable() {
    return durable;
  }

  // --- disk -------------------------------------------------------------------------------------

  void persist(JournalRecord entry, Runnable whenDurable) {
    unsynced.add(new Written(++written, whenDurable));
    effects.add(new Effect.Persist(written, entry));
  }

  /** What rests on everything that is known now. */
  void whenDurable(Runnable what) {
    if (unsynced.isEmpty()) {
      what.run();
    } else {
      unsynced.add(new Written(written, what));
    }
  }

  void persisted(long upTo) {
    while (!unsynced.isEmpty() && unsynced.peek().sequence <= upTo) {
      unsynced.poll().whenDurable.run();
    }
  }

  boolean isSynced() {
    return unsynced.isEmpty();
  }

  /** Whether a block is the next one, and its transfers can be paid. */
  boolean fits(Block block) {
    if (block.height() != ledger.height() + 1) {
      return false;
    }
    try {
      ledger.requireFits(block);
      return true;
    } catch (ChainException doesNot) {
      return false;
    }
  }

  void append(Block block, Runnable whenDurable) {
    ledger.append(block);
    note(
        new Event.Appended(
            0, block.height(), block.hash(), block.proposer(), block.transfers().size()));
    persist(
        new JournalRecord.Appended(block),
        () -> {
          durable = block.height();
          whenDurable.run();
        });
  }

  /** For a member that has fewer blocks. */
  void readBlocks(String to, long fromHeight) {
    effects.add(new Effect.ReadBlocks(to, fromHeight, PIECE_BYTES));
  }

  // --- wire -------------------------------------------------------------------------------------

  void fetch(String from) {
    send(from, new PeerMessage.Fetch(self, incarnation, 0, ledger.height() + 1));
  }

  void sendBlocks(String to, List<Block> blocks) {
    send(to, new PeerMessage.Blocks(self, incarnation, 0, blocks));
  }

  void say(String to, PaxosMessage message, Optional<Block> block) {
    send(to, new PaxosPeerMessage(message, block, SignedLog.NONE));
  }

  void say(String to, PaxosMessage message, List<Transfer> logged) {
    send(to, new PaxosPeerMessage(message, Optional.empty(), SignedLog.unsigned(logged)));
  }

  private void send(String to, PeerMessage message) {
    effects.add(new Effect.Send(to, message));
    if (!message.type().equals("heartbeat")) {
      note(new Event.Sent(0, to, message.type(), 0, Stamp.NONE, 0));
    }
  }

  /** The sender's state, which every message has. */
  PaxosState state(Ballot promised, int logged) {
    return new PaxosState(
        self, 0, incarnation, 0, ledger.height(), ledger.head(), durable, promised, false, logged);
  }

  // --- clients and people -----------------------------------------------------------------------

  void open(long ticket, int transfers) {
    answers.open(ticket, transfers).ifPresent(effects::add);
  }

  void answer(long ticket, Outcome outcome) {
    effects.add(new Effect.Answer(ticket, List.of(outcome)));
  }

  void settle(Place place, Outcome outcome) {
    answers.settle(place, outcome).ifPresent(effects::add);
  }

  void note(Event event) {
    effects.add(new Effect.Note(event));
  }

  Status status(MemberState state, String reason, List<String> waitingFor, int waiting) {
    return new Status(
        incarnation,
        state,
        reason,
        0,
        ledger.height(),
        ledger.head(),
        durable,
        durable,
        List.of(),
        waitingFor,
        waiting,
        ledger.height(),
        List.of(),
        Optional.empty());
  }
}
