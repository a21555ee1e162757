package dev.lockstep.simulator;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.FailStop;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Limits;
import dev.lockstep.order.Memory;
import dev.lockstep.order.OrderFactory;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.simulator.Action.Timed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Members with their disks, and everything that was ever sent between them. Does what actions say,
 * performs what the members want done as a node does, and has every invariant look at it.
 *
 * <p>An action that makes no sense (a letter that was never sent, a tick of a process that is down)
 * does nothing: so any part of a list of actions is a list of actions.
 */
final class World {
  private final Genesis genesis;
  private final OrderFactory orders;
  private final List<Member> members;
  private final Map<String, Member> byName = new HashMap<>();
  private final List<Invariant> invariants;
  private final Trace trace;
  private final List<Letter> letters = new ArrayList<>();
  private final List<Timed> history = new ArrayList<>();
  private final Map<Long, Asked> asked = new TreeMap<>();
  private final Map<Transfer, Outcome> answers = new LinkedHashMap<>();
  private Agenda agenda = Agenda.NONE;
  private long now;
  private long tickets;
  private long steps;

  /** What a client waits for. */
  private record Asked(Member member, List<Transfer> transfers, UUID id) {}

  World(Plan plan, Trace trace) {
    this.genesis = plan.genesis();
    this.orders = plan.subject().orders();
    this.trace = trace;
    this.members = new ArrayList<>();
    for (var name : plan.names()) {
      var member = new Member(name, members.size());
      member.disk.put(new JournalRecord.Origin(genesis));
      members.add(member);
      byName.put(name, member);
    }
    this.invariants = Invariants.of(plan.subject(), genesis, members);
  }

  void agenda(Agenda whose) {
    agenda = whose;
  }

  Genesis genesis() {
    return genesis;
  }

  List<Member> members() {
    return members;
  }

  Member member(String name) {
    return byName.get(name);
  }

  /** How many letters were ever sent. */
  int letterCount() {
    return letters.size();
  }

  Letter letter(int number) {
    return letters.get(number);
  }

  /** Virtual milliseconds. */
  long now() {
    return now;
  }

  /** How many inputs the members have been given. */
  long steps() {
    return steps;
  }

  /** Everything that has happened. */
  List<Timed> history() {
    return history;
  }

  /** The last answer to each transfer; "in doubt" when the process ended before it answered. */
  Map<Transfer, Outcome> answers() {
    return answers;
  }

  /** Clients that have not been answered. */
  int unanswered() {
    return asked.size();
  }

  /**
   * Does what an action says.
   *
   * @throws Violation when an invariant does not hold afterwards
   */
  void happen(long at, Action action) {
    now = Math.max(now, at);
    history.add(new Timed(now, action));
    switch (action) {
      case Action.Deliver(var number) -> {
        if (number < letters.size()) {
          var letter = letters.get(number);
          deliver(letter, letter.message());
        }
      }
      case Action.DeliverForged(var number, var how) -> {
        if (number < letters.size()) {
          var letter = letters.get(number);
          how.of(letter.message()).ifPresent(forged -> deliver(letter, forged));
        }
      }
      case Action.Tick(var name) -> step(member(name), new Input.Tick());
      case Action.Sync(var name, var upTo) -> sync(member(name), upTo);
      case Action.ReadDone(var name, var read) -> readDone(member(name), read);
      case Action.Submit(var name, var transfers) -> submit(member(name), transfers);
      case Action.Find(var name, var id) -> find(member(name), id);
      case Action.Start(var name, var rejoin, var limits) -> start(member(name), rejoin, limits);
      case Action.Crash(var name, var kept) -> crash(member(name), kept);
      case Action.Cut(var name, var effects, var kept) -> {
        member(name).cutAfter = effects;
        member(name).keptAtCut = kept;
      }
      case Action.Fail(var name, var effects, var kept) -> {
        member(name).failAfter = effects;
        member(name).keptAtFailure = kept;
      }
      case Action.LoseDisk(var name) -> replaceDisk(member(name), 1);
      case Action.OldDisk(var name, var records) -> replaceDisk(member(name), records);
    }
  }

  // --- members ----------------------------------------------------------------------------------

  private void start(Member member, boolean rejoin, Limits limits) {
    if (member.isUp()) {
      return;
    }
    var memory = new Memory(genesis);
    member.disk.records().forEach(memory::recall);
    long incarnation = memory.incarnation();
    if (!rejoin) {
      incarnation++;
      member.disk.put(new JournalRecord.Incarnation(incarnation));
    }
    member.lives++;
    member.clockOrigin = member.lives * 1_000_003L;
    member.begin(
        new FailStop(
            orders.start(member.name, memory, incarnation, rejoin, limits),
            effects -> perform(member, effects),
            failure -> failed(member, failure)));
    invariants.forEach(invariant -> invariant.begun(member));
    trace.began(now, member, incarnation, rejoin);
    step(member, new Input.Start());
  }

  private void crash(Member member, int kept) {
    if (!member.isUp()) {
      return;
    }
    member.order = null;
    member.reads.clear();
    member.cutAfter = Member.NO_CUT;
    member.failAfter = Member.NO_CUT;
    for (var question : List.copyOf(asked.values())) {
      if (question.member == member) {
        question.transfers.forEach(
            t ->
                answers.put(
                    t, new Outcome.InDoubt(List.of(member.name), member.name + " crashed.")));
      }
    }
    asked.values().removeIf(question -> question.member == member);
    trace.ended(now, member, Math.min(kept, member.disk.unsyncedCount()));
    invariants.forEach(invariant -> invariant.ended(member));
    for (int i = 0; i < kept; i++) {
      var persist = member.disk.keepNext();
      if (persist != null) {
        kept(member, persist.entry());
      }
    }
    member.disk.dropUnsynced();
  }

  private void replaceDisk(Member member, int records) {
    if (!member.isUp()) {
      member.disk = member.disk.copy(Math.max(1, records));
      trace.diskReplaced(now, member);
      invariants.forEach(invariant -> invariant.replaced(member));
    }
  }

  private void step(Member member, Input input) {
    if (!member.isUp()) {
      return;
    }
    steps++;
    member.input = input;
    member.order.feed(input, now + member.clockOrigin);
  }

  private void perform(Member member, List<Effect> effects) {
    boolean isCut = member.cutAfter != Member.NO_CUT && member.cutAfter < effects.size();
    var performed = isCut ? effects.subList(0, member.cutAfter) : effects;
    trace.stepped(now, member, member.input, performed);
    for (int i = 0; i < performed.size(); i++) {
      failIfWanted(member, i);
      perform(member, performed.get(i));
    }
    failIfWanted(member, performed.size());
    if (isCut) {
      crash(member, member.keptAtCut);
    }
    member.cutAfter = Member.NO_CUT;
  }

  private static void failIfWanted(Member member, int performed) {
    if (member.failAfter == performed) {
      member.failAfter = Member.NO_CUT;
      throw new Planned();
    }
  }

  /** As in a node: the process ends; what the journal had by then may still get to the disk. */
  private void failed(Member member, Throwable failure) {
    switch (failure) {
      case Planned _ -> crash(member, member.keptAtFailure);
      case Violation found -> throw found;
      default -> throw Violation.bug(failure);
    }
  }

  /** What a step throws because the life wants it to. */
  private static final class Planned extends RuntimeException {
    private static final long serialVersionUID = 1;

    Planned() {
      super("a step fails", null, false, false);
    }
  }

  private void perform(Member member, Effect effect) {
    switch (effect) {
      case Effect.Send(var to, var message) -> send(member, member(to), message);
      case Effect.Persist persist -> {
        member.requireNext(persist.sequence());
        member.disk.append(persist);
        agenda.appended(member, persist.sequence());
      }
      case Effect.ReadBlocks read -> {
        member.reads.add(read);
        agenda.reading(member, member.reads.size() - 1);
      }
      case Effect.Answer(var ticket, var outcomes) -> answer(ticket, outcomes);
      case Effect.Stored _, Effect.Executed _ -> {
        // They say what may be shown. What is on the disk, the disk says.
      }
      case Effect.Note(var event) -> note(member, event);
      case Effect.Halt(var reason) -> halt(member, reason);
    }
  }

  private void note(Member member, Event event) {
    for (var invariant : invariants) {
      invariant.noted(member, event);
    }
  }

  /** A process may only give up because somebody deceived it. */
  private void halt(Member member, String reason) {
    if (!member.deceived) {
      throw new Violation("no false alarm", member.name + " stops: " + reason);
    }
    crash(member, 0);
  }

  private void tell(Consumer<Invariant> news) {
    for (var invariant : invariants) {
      news.accept(invariant);
    }
  }

  // --- the network ------------------------------------------------------------------------------

  private void send(Member from, Member to, PeerMessage message) {
    for (var invariant : invariants) {
      invariant.sent(from, message);
    }
    var letter = new Letter(letters.size(), from, to, message, trace.stepOf(from));
    letters.add(letter);
    agenda.sent(letter);
  }

  private void deliver(Letter letter, PeerMessage message) {
    if (letter.to().isUp()) {
      letter.to().deceived = message != letter.message();
      trace.arrives(letter);
      step(letter.to(), new Input.Received(message));
    }
  }

  // --- disks ------------------------------------------------------------------------------------

  private void sync(Member member, long upTo) {
    while (member.isUp()) {
      var persist = member.disk.syncNext(upTo);
      if (persist == null) {
        return;
      }
      kept(member, persist.entry());
      step(member, new Input.Persisted(persist.sequence()));
    }
  }

  private void kept(Member member, JournalRecord entry) {
    tell(invariant -> invariant.kept(member, entry));
    if (entry instanceof JournalRecord.Appended(var block)) {
      tell(invariant -> invariant.synced(member, block));
    }
  }

  private void readDone(Member member, int read) {
    if (member.isUp() && read < member.reads.size()) {
      var wanted = member.reads.get(read);
      int from = (int) Math.min(wanted.fromHeight() - 1, member.disk.height());
      int to = (int) Math.min(member.disk.height(), from + Plan.PIECE_BLOCKS);
      step(
          member,
          new Input.BlocksRead(wanted.to(), List.copyOf(member.disk.blocks().subList(from, to))));
    }
  }

  // --- clients ----------------------------------------------------------------------------------

  private void submit(Member member, List<Transfer> transfers) {
    if (member.isUp()) {
      asked.put(++tickets, new Asked(member, transfers, null));
      tell(invariant -> invariant.submitted(member, tickets, transfers));
      step(member, new Input.Submit(tickets, transfers));
    }
  }

  private void find(Member member, UUID id) {
    if (member.isUp()) {
      asked.put(++tickets, new Asked(member, List.of(), id));
      step(member, new Input.Find(tickets, id));
    }
  }

  private void answer(long ticket, List<Outcome> outcomes) {
    var question = asked.remove(ticket);
    if (question.id != null) {
      var outcome = outcomes.getFirst();
      tell(invariant -> invariant.found(question.member, question.id, outcome));
      tell(invariant -> invariant.told(question.member, question.id, outcome));
      return;
    }
    for (int i = 0; i < outcomes.size(); i++) {
      var transfer = question.transfers.get(i);
      var outcome = outcomes.get(i);
      tell(invariant -> invariant.answered(question.member, ticket, transfer, outcome));
      tell(invariant -> invariant.told(question.member, transfer.id(), outcome));
      answers.put(transfer, outcome);
    }
  }
}
