package dev.lockstep.simulator;

import dev.lockstep.chain.Protocol;
import dev.lockstep.simulator.PlantedBug.Edit;
import java.util.List;
import java.util.stream.Stream;

/** Mistakes that a programmer could make in Lamport mode. */
final class LamportBugs {
  /** The receipt itself moves the clock too, before the rules of the paper do. */
  private static final Edit CLOCK_STAYS =
      new Edit("mutex/LamportMutex.java", "Math.max(clock.time(), heard)", "clock.time()");

  private LamportBugs() {}

  private static final String RULES = "mutex/Rules.java";
  private static final String HEARING = "mutex/Hearing.java";
  private static final String ADMISSION = "mutex/Admission.java";
  private static final String STEP = "mutex/MutexStep.java";
  private static final String MEMBER = "order/lamport/LamportMember.java";
  private static final String ORDER = "order/lamport/LamportOrder.java";
  private static final String SECTION = "order/lamport/CriticalSection.java";
  private static final String SHARED = "order/member/LocalMember.java";
  private static final String CLIENTS = "order/member/Clients.java";
  private static final String CLOCK = "order/member/ClockBound.java";
  private static final String LEDGER = "chain/Ledger.java";

  /**
   * Clocks that a restart forgets, and no check that requests are then served out of order.
   * Journalled clocks and incarnations keep old messages out together; to see that incarnations do
   * their part, the clocks must not do it for them.
   */
  private static final List<Edit> FORGETFUL_CLOCKS =
      List.of(
          new Edit("order/Memory.java", "clock = Math.max(clock, limit);", "clock = 0;"),
          new Edit(CLOCK, "held.isEmpty() && send.message().time() <= durableBound", "true"),
          new Edit(
              "simulator/invariant/RequestOrder.java",
              "if (last != null && !last.before(claim)) {",
              "if (false) {"),
          new Edit(
              "simulator/invariant/PersistedFirst.java",
              "if (message.time() > member.disk.clock()) {",
              "if (false) {"));

  /** No bug at all: that the incarnations are enough for safety. */
  static final PlantedBug FORGETFUL_CLOCKS_ALONE =
      new PlantedBug(
          "clocks are forgotten at a restart", Protocol.LAMPORT, 3, 500, FORGETFUL_CLOCKS);

  /** As if nobody checked signatures. */
  private static final Edit SIGNATURES_OUT =
      new Edit(
          "order/Provenance.java",
          "block.proposer().equals(from) || check.isSignedBy(block, block.proposer())",
          "true");

  /** As if starts had no numbers. */
  private static final Edit EARLIER_START =
      new Edit(
          ADMISSION,
          "} else if (welcome.start() != draft.membership.start()) {",
          "} else if (false) {");

  private static final Edit SENT_EARLY =
      new Edit(
          SECTION,
          "signed = Optional.of(block);",
          "signed = Optional.of(block); if (!isSynced) { member.noteAppended(block);"
              + " on(new MutexInput.Grown(member.head())); isSynced = true; }");

  private static PlantedBug withForgetfulClocks(String name, int members, int seeds, Edit... more) {
    return new PlantedBug(
        name,
        Protocol.LAMPORT,
        members,
        seeds,
        Stream.concat(FORGETFUL_CLOCKS.stream(), Stream.of(more)).toList());
  }

  private static PlantedBug bug(String name, int members, int seeds, Edit... edits) {
    return new PlantedBug(name, Protocol.LAMPORT, members, seeds, List.of(edits));
  }

  private static PlantedBug liar(String name, int members, int seeds, Edit... edits) {
    return new PlantedBug(name, Protocol.LAMPORT, members, seeds, true, List.of(edits));
  }

  static final List<PlantedBug> ALL =
      List.of(
          liar(
              "a release may bring the block of another member",
              3,
              300,
              new Edit(ORDER, "if (!block.proposer().equals(from)) {", "if (false) {"),
              new Edit(ORDER, "if (block.signature().isEmpty()) {", "if (false) {")),
          liar("fetched blocks are taken whoever has signed them", 3, 1_000, SIGNATURES_OUT),
          liar(
              "a fetched block of its own counts as the one that a member proposes",
              3,
              20_000,
              new Edit(
                  SECTION,
                  "if (proposed.filter(block::equals).isPresent()) {",
                  "if (proposed.isPresent() && block.proposer().equals(member.self())) {")),
          liar("a number above the bound is followed", 3, 300, PlantedBug.BOUND_OUT),
          liar(
              "a block of a peer that does not fit stops its receiver",
              3,
              300,
              new Edit(SHARED, "if (from.equals(self)) {", "if (true) {")),
          liar(
              "blocks are taken that nobody asked for, whoever has signed them",
              3,
              300,
              new Edit("order/member/StateTransfer.java", "&& awaited.remove(piece.from())", ""),
              SIGNATURES_OUT),
          bug(
              "a block is taken in although the one before has not come",
              3,
              300,
              new Edit(
                  SHARED,
                  "return block.height() == ledger.height() + 1 && !outbox.isCrowded();",
                  "return block.height() > ledger.height() && !outbox.isCrowded();")),
          bug(
              "a block that came too early is taken in without a look at what it follows",
              4,
              3_000,
              new Edit(
                  ORDER,
                  "member.isBelievable(kept.turn()) && member.misfit(kept.block()).isEmpty()",
                  "true"),
              new Edit(
                  "order/lamport/EarlyBlocks.java",
                  "waiting.remove(height)",
                  "waiting.isEmpty() ? null : waiting.remove(waiting.lastKey())")),
          bug(
              "a null pointer in a member that hears of a block",
              3,
              100,
              new Edit(
                  SHARED,
                  "return block.height() == ledger.height() + 1 && !outbox.isCrowded();",
                  "if (block.height() > 2) throw new NullPointerException();"
                      + "return block.height() == ledger.height() + 1 && !outbox.isCrowded();")),
          bug("a step that fails is followed by others", 3, 500, PlantedBug.GUARD_OUT),
          bug(
              "a step that fails is followed by others, and the sequence of records is not checked",
              3,
              2_000,
              PlantedBug.GUARD_OUT,
              PlantedBug.COUNT_OUT),
          bug(
              "a member enters without having heard later than its claim",
              3,
              500,
              new Edit(RULES, ".filter(state -> claim.before(state.timestamp()))", "")),
          bug(
              "each member breaks a tie of timestamps in its own favour",
              3,
              500,
              new Edit(
                  RULES,
                  "state.claim().map(claim::before).orElse(true)",
                  "state.claim().map(other -> claim.time() <= other.time()).orElse(true)")),
          bug(
              "a request is acknowledged before the clock has advanced",
              3,
              500,
              new Edit(
                  STEP,
                  "if (hearing.believe(request)) {\n          rules.acknowledge(state, acknowledged);",
                  "long mine = draft.clock.time(); if (hearing.believe(request)) {"
                      + " rules.acknowledge(state, acknowledged); draft.clock = draft.clock.at(mine);"),
              CLOCK_STAYS),
          bug(
              "a block is sent before it is durable",
              3,
              500,
              new Edit(
                  SECTION,
                  "signed = Optional.of(block);",
                  "signed = Optional.of(block); on(new MutexInput.Grown(member.head()));"
                      + " isSynced = true;")),
          bug(
              "a block is sent while its proposer syncs it, and only what follows is checked",
              3,
              1_000,
              SENT_EARLY,
              new Edit("simulator/invariant/Invariants.java", "new PersistedFirst(),", "")),
          liar(
              "a block is sent while its proposer syncs it, and only forks and accusations are"
                  + " checked",
              3,
              1_000,
              SENT_EARLY,
              new Edit("simulator/invariant/Invariants.java", "new PersistedFirst(),", ""),
              new Edit("simulator/invariant/Invariants.java", "new Durable(members),", "")),
          bug(
              "a proposer counts its own disk for a block before the block is there",
              3,
              1_000,
              new Edit(
                  MEMBER,
                  "durable[next] = mutex.durable();",
                  "durable[next] = ledger().height();")),
          bug(
              "a minority's disks are enough",
              3,
              500,
              new Edit(MEMBER, "durable[(durable.length - 1) / 2]", "durable[durable.length - 1]")),
          bug(
              "a block is reported as durable when it is only appended",
              3,
              500,
              new Edit(
                  SECTION,
                  "member.append(from, block);\n",
                  "member.append(from, block); on(new MutexInput.Synced(block.height()));\n")),
          bug(
              "messages of an old incarnation are believed",
              3,
              1_000,
              new Edit(HEARING, "if (state.incarnation() < peer.incarnation()) {", "if (false) {"),
              new Edit(MEMBER, "&& incarnation == incarnationOf(from)", "")),
          withForgetfulClocks(
              "a welcome that is meant for an earlier incarnation is believed",
              2,
              1_000,
              new Edit(
                  ADMISSION,
                  "if (state.receiverIncarnation() != draft.membership.incarnation()\n"
                      + "        || state",
                  "if (state"),
              EARLIER_START),
          bug("a welcome to an earlier start is believed", 2, 1_000, EARLIER_START),
          bug(
              "a hello is taken for evidence",
              3,
              1_000,
              new Edit(
                  ADMISSION,
                  "rules.advance(state.time());\n    sendWelcome(state.from(), hello.start());",
                  "rules.advance(state.time()); sendWelcome(state.from(), hello.start());"
                      + "rules.replaceState(state);"),
              new Edit(
                  ADMISSION, "new Hello(draft.stateFor(to)", "new Hello(draft.evidenceFor(to)")),
          bug(
              "a release drops the claim of another member",
              3,
              500,
              new Edit(
                  STEP,
                  "if (hearing.believe(release) && state.claim().isPresent()) {",
                  "draft.peers.replaceAll((n, p) -> p.heard().map(s -> p.heard(new State(s.from(),"
                      + " s.incarnation(), s.receiverIncarnation(), s.time(), java.util.Optional.empty(),"
                      + " s.head(), s.durable()))).orElse(p));\n"
                      + "if (hearing.believe(release) && state.claim().isPresent()) {")),
          bug(
              "a member that has released a section which it kept goes on in it",
              3,
              500,
              new Edit(
                  RULES,
                  "release(false);\n    }",
                  "var stays = draft.entry; release(false); draft.entry = stays;\n    }")),
          bug(
              "a member that keeps the section withdraws its claim",
              3,
              500,
              new Edit(
                  RULES,
                  "draft.sendAll(Append::new);",
                  "var stays = draft.entry; draft.entry = Entry.NONE;"
                      + " draft.sendAll(Append::new); draft.entry = stays;")),
          bug(
              "the section is kept although another member asks",
              3,
              500,
              new Edit(STEP, "rules.yieldIfAsked();", "")),
          bug(
              "a section is kept across a restart",
              7,
              1_000,
              new Edit(
                  "mutex/LamportMutex.java",
                  "        Entry.NONE,",
                  "        head.height() > 0 ? Entry.waiting(new Timestamp(time, self)).kept() : Entry.NONE,")),
          bug(
              "a heartbeat carries a time that the clock of its sender has not reached",
              3,
              500,
              new Edit(
                  STEP,
                  "draft.sendAll(Heartbeat::new);",
                  "long mine = draft.clock.time(); rules.tick(); rules.tick();"
                      + " draft.sendAll(Heartbeat::new); draft.clock = draft.clock.at(mine);")),
          bug(
              "a member enters although its chain is behind",
              3,
              500,
              new Edit(
                  RULES,
                  "\n          || peer.heard().get().head().height() > draft.chain.head().height()",
                  "")),
          bug(
              "catching up skips the check of the previous hash",
              3,
              1_000,
              new Edit(LEDGER, "if (!block.previous().equals(head())) {", "if (false) {")),
          bug(
              "the index of ids is lost at a restart",
              3,
              500,
              new Edit(
                  LEDGER,
                  "execute(block.transfers().get(i), block.fingerprint(i), block.height(), i);",
                  "var t = block.transfers().get(i);"
                      + "balances[genesis.indexOf(t.from())] -= t.amount();"
                      + "balances[genesis.indexOf(t.to())] += t.amount();")),
          bug(
              "the clock begins again at zero",
              3,
              500,
              new Edit("order/Memory.java", "clock = Math.max(clock, limit);", "clock = 0;")),
          bug(
              "the clock is used beyond its durable bound",
              3,
              500,
              new Edit(CLOCK, "held.isEmpty() && send.message().time() <= durableBound", "true")),
          bug(
              "a rejoining member participates before all have answered",
              5,
              1_000,
              new Edit(
                  ADMISSION,
                  "&& draft.peers.values().stream().allMatch(Peer::welcomed)\n        && draft.chain",
                  "&& draft.peers.values().stream().anyMatch(Peer::welcomed)\n"
                      + "        && draft.chain")),
          bug(
              "a new incarnation is used before it is durable",
              3,
              500,
              new Edit(
                  SECTION,
                  "() -> on(new MutexInput.Renewed(incarnation)));",
                  "() -> on(new MutexInput.Renewed(incarnation)));"
                      + "on(new MutexInput.Renewed(incarnation));")),
          bug(
              "a transfer that is on the chain is refused for want of funds",
              3,
              500,
              new Edit(
                  CLIENTS,
                  "if (known.isPresent()) {\n      settle(place, known.get());",
                  "if (false) {\n      settle(place, known.get());"),
              new Edit(
                  LEDGER,
                  "if (known.isPresent()) {\n        return known.get();",
                  "if (known.isPresent() && balanceOf(transfer.from()) >= transfer.amount()) {\n"
                      + "        return known.get();")),
          bug(
              "a majority's acknowledgements are enough to enter",
              3,
              1_000,
              new Edit(
                  RULES,
                  "if (!allows(peer, claim)\n          || peer",
                  "if (draft.peers.values().stream().filter(p -> allows(p, claim)).count() * 2"
                      + " < draft.peers.size() || peer.heard().isPresent() && peer")),
          bug(
              "a clock does not follow what it hears",
              3,
              1_000,
              new Edit(RULES, "Math.max(draft.clock.time(), heard) + 1", "draft.clock.time() + 1"),
              CLOCK_STAYS),
          bug(
              "requests are compared by their times alone",
              3,
              1_000,
              new Edit(
                  "mutex/Timestamp.java",
                  "return byTime != 0 ? byTime : member.compareTo(other.member);",
                  "return byTime;")),
          bug(
              "a member participates at once after a restart",
              3,
              1_000,
              new Edit(
                  ADMISSION,
                  "&& draft.peers.values().stream().allMatch(Peer::welcomed)\n"
                      + "        && draft.chain.head().height() >= draft.membership.required()",
                  "")),
          bug(
              "a lost disk is not noticed",
              3,
              1_000,
              new Edit(ADMISSION, "if (memory.isPresent()) {", "if (false) {"),
              new Edit(
                  STEP,
                  "&& admission.isSuperseded(state)",
                  "&& draft.membership.participating() && admission.isSuperseded(state)")),
          bug(
              "a block is answered as committed when its own disk has it",
              3,
              1_000,
              new Edit(
                  MEMBER,
                  "Math.min(durable[(durable.length - 1) / 2], ledger().height())",
                  "mutex.durable()")),
          bug(
              "a block may spend more than an account has",
              3,
              1_000,
              new Edit(LEDGER, "if (balance < transfer.amount()) {", "if (false) {")));
}
