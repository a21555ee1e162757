package dev.lockstep.simulator;

import dev.lockstep.chain.Protocol;
import dev.lockstep.simulator.PlantedBug.Edit;
import java.util.List;

/** Mistakes that a programmer could make in Paxos mode. */
final class PaxosBugs {
  private static final String ACCEPTOR = "paxos/Acceptor.java";
  private static final String ADMISSION = "paxos/Admission.java";
  private static final String BALLOT = "paxos/Ballot.java";
  private static final String ROUND = "paxos/Round.java";
  private static final String BATCH = "order/paxos/PaxosBatch.java";
  private static final String LEADER = "order/paxos/Leader.java";
  private static final String HANDOVER = "order/paxos/Handover.java";
  private static final String OWN_VOTE = "order/paxos/OwnVote.java";
  private static final String AUTHENTIC = "order/Authentic.java";
  private static final String PROVENANCE = "order/Provenance.java";
  private static final String LOCAL_LOG = "order/LocalLog.java";
  private static final String MEMBER = "order/paxos/PaxosMember.java";
  private static final String MEMORY = "order/PaxosMemory.java";
  private static final String RECOVERY = "order/paxos/CrashRecovery.java";
  private static final String ORDER = "order/paxos/PaxosOrder.java";
  private static final String TRANSFERS = "order/paxos/PaxosTransfers.java";
  private static final String VOTER = "order/paxos/Voter.java";
  private static final String LEDGER = "chain/Ledger.java";

  private PaxosBugs() {}

  private static PlantedBug bug(String name, int members, int seeds, Edit... edits) {
    return new PlantedBug(name, Protocol.PAXOS, members, seeds, List.of(edits));
  }

  private static PlantedBug liar(String name, int members, int seeds, Edit... edits) {
    return new PlantedBug(name, Protocol.PAXOS, members, seeds, true, List.of(edits));
  }

  static final List<PlantedBug> ALL =
      List.of(
          liar(
              "the ballot of another leader is promised",
              3,
              1_000,
              new Edit(
                  "order/paxos/WellFormed.java",
                  "if (!ballot.member().equals(from)) {",
                  "if (false) {")),
          liar(
              "a promised log may have the money of another member",
              3,
              3_000,
              new Edit(
                  "order/paxos/WellFormed.java",
                  "if (!genesis.isOwner(from, transfer.from())) {",
                  "if (false) {")),
          liar(
              "a voter does not ask who has executed what is on a block",
              3,
              1_000,
              new Edit(
                  VOTER,
                  "member.misfit(block).or(() -> unproven(accept.state().from(), block))",
                  "member.misfit(block)")),
          liar(
              "whoever signs a local log has executed it",
              3,
              1_000,
              new Edit(
                  AUTHENTIC,
                  "return check.isValid(owner, statement, proof.signature()) &&",
                  "return")),
          liar(
              "the word of a leader commits a block",
              3,
              1_000,
              new Edit(VOTER, "if (votes.size() < member.majority()) {", "if (false) {")),
          liar(
              "the signatures of votes are not checked",
              3,
              1_000,
              new Edit(
                  AUTHENTIC, "if (check.isValid(member, statement, signature)) {", "if (true) {")),
          liar(
              "the word of any member proves a fetched block",
              3,
              2_000,
              new Edit(
                  MEMBER,
                  "return participates ? majority() : members - members / 2;",
                  "return 1;")),
          liar(
              "a block proves one that does not lead to it",
              3,
              2_000,
              new Edit(
                  PROVENANCE,
                  "&& blocks.get(linked).previous().equals(blocks.get(linked - 1).hash())",
                  "")),
          liar("a number above the bound is followed", 3, 300, PlantedBug.BOUND_OUT),
          bug(
              "a member that votes runs out of stack",
              3,
              100,
              new Edit(
                  VOTER,
                  "MemberSignature vote, boolean isAgain) {",
                  "MemberSignature vote, boolean isAgain) {"
                      + " if (block.height() > 1) accepted(accept, block, vote, isAgain);")),
          bug("a step that fails is followed by others", 3, 500, PlantedBug.GUARD_OUT),
          bug(
              "a step that fails is followed by others, and the sequence of records is not checked",
              3,
              2_000,
              PlantedBug.GUARD_OUT,
              PlantedBug.COUNT_OUT),
          bug(
              "a promise is sent before it is durable",
              3,
              500,
              new Edit(
                  HANDOVER,
                  "var mine = begin(ballot, height, whenReady); member.persist(",
                  "var mine = begin(ballot, height, whenReady); mine.isDurable = true;"
                      + "handOver(mine); member.persist(")),
          bug(
              "a promise is forgotten at a restart",
              3,
              500,
              new Edit(
                  MEMORY,
                  "case PaxosRecord.Promised(var ballot) -> promise(ballot);",
                  "case PaxosRecord.Promised(var _) -> {}")),
          bug(
              "a vote is sent before it is durable",
              3,
              500,
              new Edit(
                  OWN_VOTE,
                  "var mine = begin(ballot, block, whenReady); member.persistAttestation",
                  "var mine = begin(ballot, block, whenReady); mine.isDurable = true;"
                      + "member.persistAttestation")),
          bug(
              "a vote is forgotten at a restart",
              3,
              500,
              new Edit(MEMORY, "accepted = Optional.of(attest(vote));", "")),
          bug(
              "a new leader ignores what was voted for",
              3,
              500,
              new Edit(
                  LEADER,
                  "mine.highest().isPresent() ? new Batch(inherited.orElseThrow(), false) :",
                  "")),
          bug(
              "a new leader takes any vote instead of the one with the highest ballot",
              3,
              1_000,
              new Edit(
                  ROUND,
                  "&& (highest.isEmpty()"
                      + " || accepted.get().ballot().above(highest.get().ballot()))",
                  "&& highest.isEmpty()")),
          bug("a minority is enough", 3, 500, new Edit(ROUND, "members / 2 + 1", "members / 2")),
          bug(
              "a vote that arrives twice counts twice",
              4,
              1_000,
              new Edit(
                  ROUND, "votes.add(from);", "votes.add(votes.contains(from) ? from + 2 : from);")),
          bug(
              "a leader counts its own vote before the vote is on its disk",
              2,
              500,
              new Edit(
                  LEADER,
                  "ownVote.cast(",
                  "mine.accepted(member.self(), mine.ballot(), mine.height(), value);"
                      + " ownVote.cast(")),
          bug(
              "a block is committed when a majority has promised, without a vote",
              3,
              500,
              new Edit(ROUND, "return votes.size() >= majority;", "return isPrepared();")),
          bug(
              "an answer to another ballot counts for this one",
              3,
              1_000,
              new Edit(ROUND, "other.equals(ballot) && at", "at")),
          bug(
              "an older ballot than the promised one is voted for",
              3,
              1_000,
              new Edit(ACCEPTOR, "at <= height || promised.above(ballot)", "at <= height")),
          bug(
              "two ballots of one round are taken for equal",
              3,
              1_000,
              new Edit(
                  BALLOT,
                  "return byRound != 0 ? byRound : member.compareTo(other.member);",
                  "return byRound;")),
          bug(
              "a leader leads its last ballot once more",
              2,
              500,
              new Edit(
                  MEMBER,
                  "return known.next(self());",
                  "return known.member().equals(self()) ? known : known.next(self());")),
          bug(
              "a recovering member hands over the vote of its earlier disk",
              5,
              10_000,
              new Edit(MEMBER, "generation = number; forgetVote();", "generation = number;")),
          bug(
              "a member promises and votes although it misses a block",
              3,
              1_000,
              new Edit(ACCEPTOR, "if (at > height + 1) {", "if (false) {")),
          bug(
              "a block is appended over a gap",
              3,
              500,
              new Edit(
                  VOTER,
                  "commit.height() != member.ledger().height() + 1 ||",
                  "commit.height() <= member.ledger().height() ||"),
              new Edit(LEDGER, "if (block.height() != height() + 1) {", "if (false) {"),
              new Edit(LEDGER, "if (!block.previous().equals(head())) {", "if (false) {")),
          bug(
              "the whole log is cleared by a block",
              3,
              500,
              new Edit(
                  LOCAL_LOG,
                  "for (var placed : block.transfers()) {",
                  "for (var placed : transfers()) {")),
          bug(
              "a transfer is put on a second block",
              3,
              500,
              new Edit(
                  LEDGER,
                  "if (known.isPresent()) {\n        return known.get();",
                  "if (false)" + " {\n        return known.get();"),
              new Edit(LEDGER, "if (before.isPresent()) {", "if (false) {"),
              // So that it shows on a chain, and not in an index that cannot hold an id twice.
              new Edit(
                  LEDGER,
                  "index.removeLast(transfer.id());",
                  "if (index.find(transfer.id()) >= 0) { index.removeLast(transfer.id()); }")),
          bug(
              "money is spent that is not on the chain yet",
              3,
              500,
              new Edit(
                  MEMBER,
                  "return ledger().balanceOf(account) -",
                  "return log.transfers().stream().filter(t -> t.to().equals(account))"
                      + ".mapToLong(dev.lockstep.chain.Transfer::amount).sum() + ledger().balanceOf(account) -")),
          bug(
              "what is on its way to the disk is not counted as spent",
              3,
              500,
              new Edit(
                  LOCAL_LOG,
                  "return spent.getOrDefault(account, 0L);",
                  "return spent.getOrDefault(account, 0L) - executing.stream()"
                      + ".filter(t -> t.from().equals(account)).mapToLong(Transfer::amount).sum();")),
          bug(
              "a leader's own transfers are on its block before they are on its disk",
              3,
              1_000,
              new Edit(
                  LEADER,
                  "logs.put(member.self(), log);",
                  "logs.put(member.self(), batch.ownLog());")),
          bug(
              "a request is refused after the next block of any leader",
              3,
              1_000,
              new Edit(
                  ORDER,
                  "retry(leader.takeGathered());",
                  "retry(clients.requests().lastNumber());")),
          bug(
              "a leader judges by its own limit whether the logs of the others are whole",
              3,
              1_000,
              new Edit(
                  BATCH,
                  "allMatch(LogPart::isWhole)",
                  "allMatch(log -> log.transfers().size() < member.limits().blockTransfers())")),
          bug(
              "a member says that its log is whole although it was cut",
              3,
              1_000,
              new Edit(VOTER, "log.isWhole()", "true")),
          bug(
              "a log that was cut at its share counts as whole",
              3,
              1_000,
              new Edit(
                  BATCH,
                  "boolean isWhole = ",
                  "boolean isWhole = first.size() < member.limits().blockTransfers() || ")),
          bug(
              "a lost disk votes at once",
              3,
              1_000,
              new Edit(MEMBER, "memory.joined() && !rejoin", "true")),
          bug(
              "a recovering member votes before enough have answered",
              3,
              1_000,
              new Edit(ADMISSION, "members - members / 2", "1")),
          bug(
              "a rejoined member executes at once",
              5,
              1_000,
              new Edit(
                  TRANSFERS,
                  "return member.participates()\n        && member.isAtRecoveryHeight()",
                  "return member.participates()")),
          bug(
              "a look-up is answered by what became known after it",
              1,
              500,
              new Edit(
                  TRANSFERS,
                  "new Known(() -> found,",
                  "new Known(() -> member.ledger().find(id).<Outcome>map(l -> committed(l))"
                      + ".orElse(new Outcome.Executed(true)),")),
          bug(
              "a promise reports a vote that came after it",
              4,
              1_000,
              new Edit(
                  VOTER,
                  "log -> promise(prepare, accepted, block, log, !isNew);",
                  "log -> promise(prepare, member.acceptor.accepted(), member.votedFor(), log, !isNew);")),
          bug(
              "a rejoining member uses its new incarnation before it is durable",
              3,
              500,
              new Edit(
                  RECOVERY,
                  "() -> member.beginIncarnation(incarnation));",
                  "() -> {}); member.beginIncarnation(incarnation);")),
          bug(
              "a voter does not check blocks",
              3,
              1_000,
              new Edit(
                  VOTER,
                  "var problem = problem(accept, block);",
                  "Optional<String> problem = Optional.empty();")),
          bug(
              "one block that fits vouches for the next ones",
              3,
              1_000,
              new Edit(
                  LEDGER,
                  "boolean isKnownToFit = block.hash().equals(fitting);",
                  "boolean isKnownToFit = fitting != null;")),
          bug(
              "a leader counts its own vote twice",
              3,
              1_000,
              new Edit(
                  LEADER,
                  "vote(mine, member.self(), mine.ballot(), mine.height(), value, signature);",
                  "vote(mine, member.self(), mine.ballot(), mine.height(), value, signature);"
                      + "vote(mine, member.self() + 2, mine.ballot(), mine.height(), value, signature);")),
          bug(
              "a majority of the members that promised is enough",
              5,
              1_000,
              new Edit(
                  ROUND,
                  "return votes.size() >= majority;",
                  "return value.isPresent() && votes.size() * 2 > promises.size();")),
          bug(
              "a lower ballot than the promised one is promised",
              3,
              1_000,
              new Edit(
                  ACCEPTOR,
                  "var answer = answer(ballot, at);\n"
                      + "    if (answer == Answer.YES) {\n"
                      + "      promised = ballot;\n    }",
                  "var answer = at == height + 1 ? Answer.YES : answer(ballot, at);\n"
                      + "    if (answer == Answer.YES) {\n"
                      + "      promised = ballot;\n    }")),
          bug(
              "a leader considers only its own vote",
              3,
              1_000,
              new Edit(
                  LEADER,
                  "promise.ballot(), promise.height(), promise.accepted()))",
                  "promise.ballot(), promise.height(), Optional.empty()))")),
          bug(
              "a leader begins a ballot before it is on its disk",
              3,
              1_000,
              new Edit(
                  LEADER,
                  "handover.promise(ballot, height, log -> promiseOwn(mine, log));",
                  "handover.promise(ballot, height, log -> {}); promiseOwn(mine, batch.ownLog());")),
          bug(
              "a block counts as chosen as soon as it is voted for",
              3,
              1_000,
              new Edit(
                  VOTER,
                  "vote -> accepted(accept, block, vote, false)); } case REJECTED",
                  "vote -> { accepted(accept, block, vote, false);"
                      + "if (block.height() == member.ledger().height() + 1) append.accept(from, block); }); } case REJECTED")),
          bug(
              "what was executed is forgotten at a restart",
              3,
              1_000,
              new Edit(
                  MEMORY,
                  "case PaxosRecord.Executed(var transfers) -> log.add(transfers);",
                  "case PaxosRecord.Executed(var _) -> {}")),
          bug(
              "a transfer that is executed is executed once more",
              3,
              1_000,
              new Edit(
                  TRANSFERS,
                  "return isKnown(transfer) ?",
                  "return member.ledger().known(transfer).isPresent() ?")),
          bug(
              "a transfer is answered as executed before it is on the disk",
              3,
              1_000,
              new Edit(
                  TRANSFERS,
                  "return Optional.of(whenSynced(transfer, new Outcome.Executed(false), false));",
                  "return Optional.of(Known.certain(new Outcome.Executed(false)));")),
          bug(
              "a recovering member participates before that is durable",
              3,
              1_000,
              new Edit(
                  RECOVERY,
                  "member.persist(new JournalRecord.Joined(), () -> entered(ballot, vote, recoveryHeight));",
                  "member.persist(new JournalRecord.Joined(), () -> {});"
                      + "entered(ballot, vote, recoveryHeight);")));
}
