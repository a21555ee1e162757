package dev.lockstep.simulator.world;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.order.Authentic;
import dev.lockstep.order.Effect;
import dev.lockstep.order.FailStop;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Limits;
import dev.lockstep.order.Memory;
import dev.lockstep.order.OrderFactory;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import dev.lockstep.simulator.invariant.NoBug;
import dev.lockstep.simulator.invariant.Violation;
import dev.lockstep.simulator.member.Disk;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.member.Signatures;
import dev.lockstep.simulator.report.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The members with their disks. Starts and ends their processes, feeds them, and performs their
 * effects as a node does.
 *
 * <p>A process that is down is fed nothing, and whatever is done to it has no effect.
 */
final class Cluster {
  /** 2026-01-01 in Unix time, milliseconds: the wall clock at the beginning of an execution. */
  private static final long EPOCH = 1_767_225_600_000L;

  private final World world;
  private final Trace trace;
  private final Genesis genesis;
  private final Hash genesisHash;
  private final Signatures signatures = new Signatures();
  private final Authentic authentic;
  private final OrderFactory orders;
  private final List<Member> members = new ArrayList<>();
  private final Map<String, Member> byName = new HashMap<>();
  private long steps;

  Cluster(Plan plan, World world, Trace trace) {
    this.world = world;
    this.trace = trace;
    this.genesis = plan.genesis();
    this.genesisHash = genesis.hash();
    this.authentic = signatures.of(genesis);
    this.orders = plan.subject().orders();
    for (var name : plan.names()) {
      var member = new Member(name, members.size());
      member.disk.put(new JournalRecord.Origin(genesis));
      members.add(member);
      byName.put(name, member);
    }
  }

  Genesis genesis() {
    return genesis;
  }

  List<Member> members() {
    return Collections.unmodifiableList(members);
  }

  Member member(String name) {
    return byName.get(name);
  }

  /** How many inputs the members have been given. */
  long steps() {
    return steps;
  }

  // --- processes --------------------------------------------------------------------------------

  void start(Member member, boolean rejoin, Limits limits) {
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
    member.starts++;
    member.clockOrigin = member.starts * 1_000_003L;
    begin(member, memory, incarnation, rejoin, limits);
    step(member, new Input.Start(EPOCH + world.now(), member.starts));
  }

  private void begin(
      Member member, Memory memory, long incarnation, boolean rejoin, Limits limits) {
    member.process =
        new FailStop(
            orders.start(member.name, memory, incarnation, rejoin, limits),
            effects -> perform(member, effects),
            failure -> failed(member, failure));
    world.referee().begun(member);
    trace.began(world.now(), member, incarnation, rejoin);
  }

  /** A member that has never begun has this on its disk. */
  void restore(Member member, List<JournalRecord> records) {
    member.disk = new Disk();
    records.forEach(member.disk::put);
    world.referee().restored(member);
  }

  /**
   * A process that was recorded begins; its first input is recorded too.
   *
   * @param incarnation as it was then, which is on the disk unless the member rejoins
   */
  void begin(Member member, long incarnation, boolean rejoin, Limits limits) {
    var memory = new Memory(genesis);
    member.disk.records().forEach(memory::recall);
    if (!rejoin) {
      member.disk.put(new JournalRecord.Incarnation(incarnation));
    }
    member.starts++;
    begin(member, memory, incarnation, rejoin, limits);
  }

  /**
   * A step that was recorded, at that time of the member's own clock. What is signed or verified
   * for it comes as an input of its own.
   */
  void take(Member member, Input input, long now) {
    steps++;
    signatures.believe(SeenSignatures.of(input));
    member.answered(input);
    member.clockOrigin = now - world.now();
    member.input = input;
    member.process.feed(input, now);
  }

  /**
   * The process ends at once.
   *
   * @param kept how many of the records that are not synced are durable all the same
   */
  void crash(Member member, int kept) {
    if (!member.isUp()) {
      return;
    }
    member.end();
    world.clients().abandon(member);
    trace.ended(world.now(), member, Math.min(kept, member.disk.unsyncedCount()));
    world.referee().ended(member);
    for (int i = 0; i < kept; i++) {
      var persist = member.disk.keepNext();
      if (persist != null) {
        world.referee().kept(member, persist.entry());
      }
    }
    member.disk.dropUnsynced();
  }

  /** The disk of a member that is down becomes a copy of its first records. */
  void replaceDisk(Member member, int records) {
    if (!member.isUp()) {
      member.disk = member.disk.copy(Math.max(1, records));
      trace.diskReplaced(world.now(), member);
      world.referee().replaced(member);
    }
  }

  /** As in a node, the order hears valid signatures only. */
  void receive(Member member, PeerMessage message, Stamp stamp) {
    var heard = Authentic.isSigned(message) ? authentic.of(message) : message;
    step(member, new Input.Received(heard, stamp));
  }

  void step(Member member, Input input) {
    if (!member.isUp()) {
      return;
    }
    steps++;
    member.input = input;
    member.process.feed(input, world.now() + member.clockOrigin);
    member.giveAnswers(answer -> step(member, answer));
  }

  /** As in a node: the process ends; what the journal had by then may still get to the disk. */
  private void failed(Member member, Throwable failure) {
    switch (failure) {
      case Wanted _ -> crash(member, member.keptAtFailure);
      case Violation found -> throw found;
      default -> throw NoBug.violatedBy(failure);
    }
  }

  /** What a step throws because the execution wants it to. */
  private static final class Wanted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wanted() {
      super("a step fails", null, false, false);
    }
  }

  // --- what a process wants done ----------------------------------------------------------------

  private void perform(Member member, List<Effect> effects) {
    boolean isCut = member.cutAfter != Member.NO_CUT && member.cutAfter < effects.size();
    int outside = isCut ? Member.NO_CUT : countDown(member, effects);
    var performed = effects.subList(0, isCut ? member.cutAfter : untilCut(outside, effects));
    trace.stepped(world.now(), member, member.input, performed);
    for (int i = 0; i < performed.size(); i++) {
      failIfWanted(member, i);
      perform(member, performed.get(i));
    }
    failIfWanted(member, performed.size());
    if (isCut) {
      crash(member, member.keptAtCut);
    } else if (outside != Member.NO_CUT) {
      crash(member, member.unsyncedAtCut.applyAsInt(member.disk.unsyncedCount()));
    }
    member.cutAfter = Member.NO_CUT;
  }

  private static int untilCut(int cut, List<Effect> effects) {
    return cut == Member.NO_CUT ? effects.size() : cut;
  }

  /** After how many effects of this step the process ends, if it has enough that others see. */
  private static int countDown(Member member, List<Effect> effects) {
    for (int i = 0; i < effects.size() && member.cutOutside != Member.NO_CUT; i++) {
      member.cutOutside -= isOutside(effects.get(i)) ? 1 : 0;
      if (member.cutOutside == 0) {
        return i + 1;
      }
    }
    return Member.NO_CUT;
  }

  private static boolean isOutside(Effect effect) {
    return switch (effect) {
      case Effect.Send _, Effect.Persist _, Effect.Answer _ -> true;
      case Effect.ReadBlocks _,
          Effect.Sign _,
          Effect.SignLog _,
          Effect.Verify _,
          Effect.Compare _,
          Effect.Stored _,
          Effect.Executed _,
          Effect.Note _,
          Effect.Halt _ ->
          false;
    };
  }

  private static void failIfWanted(Member member, int performed) {
    if (member.failAfter == performed) {
      member.failAfter = Member.NO_CUT;
      throw new Wanted();
    }
  }

  private void perform(Member member, Effect effect) {
    switch (effect) {
      case Effect.Send(var to, var message, var stamp) ->
          world.send(member, member(to), message, stamp);
      case Effect.Persist persist -> {
        world.referee().journalled(member, persist.sequence());
        member.disk.append(persist);
        world.agenda().appended(member, persist.sequence());
      }
      // No random number is drawn: half of the answers come before the next input, half after it.
      case Effect.Sign(var block) ->
          member.answer(
              new Input.Signed(Signatures.sign(member.name, block)), block.height() % 2 == 0);
      case Effect.SignLog(var height, var log) ->
          member.answer(
              new Input.LogSigned(height, Signatures.sign(member.name, genesisHash, height, log)),
              log.transfers().size() % 2 == 0);
      case Effect.Verify wanted ->
          member.answer(signatures.verify(wanted), wanted.blocks().size() % 2 == 0);
      case Effect.Compare(var other) ->
          signatures
              .compare(member.disk.blocks(), other)
              .ifPresent(guilty -> member.answer(guilty, other.height() % 2 == 0));
      case Effect.ReadBlocks read -> {
        member.reads.add(read);
        world.agenda().reading(member, member.reads.size() - 1);
      }
      case Effect.Answer(var ticket, var outcomes) ->
          world.clients().answer(member, ticket, outcomes);
      case Effect.Stored _, Effect.Executed _ -> {
        // These report what may be shown. The invariants look at the disk itself.
      }
      case Effect.Note(var event, var after) -> world.referee().noted(member, event, after);
      case Effect.Halt(var reason) -> {
        world.referee().halted(member, reason);
        crash(member, 0);
      }
    }
  }

  // --- disks ------------------------------------------------------------------------------------

  void sync(Member member, long upTo) {
    while (member.isUp()) {
      var persist = member.disk.syncNext(upTo);
      if (persist == null) {
        return;
      }
      world.referee().kept(member, persist.entry());
      step(member, new Input.Persisted(persist.sequence()));
    }
  }

  /** A recorded report: everything up to this record was synced at once. */
  void synced(Member member, long upTo) {
    for (var next = member.disk.syncNext(upTo); next != null; next = member.disk.syncNext(upTo)) {
      world.referee().kept(member, next.entry());
    }
  }

  void readDone(Member member, int read) {
    if (member.isUp() && read < member.reads.size()) {
      var wanted = member.reads.get(read);
      int from = (int) Math.min(wanted.fromHeight() - 1, member.disk.height());
      int to = (int) Math.min(member.disk.height(), from + Plan.PIECE_BLOCKS);
      var blocks =
          Signatures.served(
              member.name, genesis.protocol(), member.disk.blocks().subList(from, to));
      step(member, new Input.BlocksRead(wanted.to(), blocks));
    }
  }
}
