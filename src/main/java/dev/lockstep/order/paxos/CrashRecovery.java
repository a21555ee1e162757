package dev.lockstep.order.paxos;

import dev.lockstep.chain.Block;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Pace;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.paxos.Admission;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The crash recovery of a replica without memory (design P11): a member of Paxos mode whose disk is
 * new or lost asks what the others remember of it, has them promise a ballot above all those of its
 * forgotten votes, catches up, and only then votes and executes.
 */
final class CrashRecovery {
  private final PaxosMember member;
  private final boolean rejoin;
  private final Map<String, Block> blocks = new HashMap<>();
  private final Admission admission;

  /** Whether the disk has its generation. With {@code --rejoin} it gets a new one at each start. */
  private boolean isNumbered;

  /** Whether the next step of the recovery waits for a sync. */
  private boolean isUnderway;

  private Optional<Ballot> asked = Optional.empty();

  /** Names this start: an answer to an earlier one, with the same numbers, is void. */
  private long start;

  private long said;
  private String lostReason = "";

  /**
   * @param rejoin whether the operator has said that the disk was lost
   */
  CrashRecovery(PaxosMember member, boolean rejoin) {
    this.member = member;
    this.rejoin = rejoin;
    this.admission = new Admission(member.others().size() + 1);
    this.isNumbered = member.generation() > 0 && !rejoin;
  }

  /** Who remembers more than this member's disk; empty as a rule. */
  String lostReason() {
    return lostReason;
  }

  boolean isLost() {
    return !lostReason.isEmpty();
  }

  /**
   * @param theStart names this start of the process
   */
  void begin(long theStart) {
    start = theStart;
    said = member.now();
    sayHello(false);
    goOn();
  }

  void welcomed(PaxosMessage.Welcome welcome) {
    if (welcome.start() != start) {
      return;
    }
    var from = welcome.state().from();
    if (welcome.generation() > member.generation() && !rejoin) {
      lost(from + " remembers a newer disk of " + member.self());
    } else if (welcome.durable() > member.ledger().height() && member.participates()) {
      lost(
          from
              + " remembers that "
              + member.self()
              + " had block "
              + welcome.durable()
              + " on its disk, where block "
              + member.ledger().height()
              + " is the newest now");
    } else if (!member.participates()) {
      admission.welcomed(welcome);
      goOn();
    }
  }

  private void lost(String reason) {
    lostReason = reason;
    member.stopParticipating();
  }

  /** Takes the next step of the recovery, if it is possible now. */
  void goOn() {
    if (member.participates() || isLost() || isUnderway) {
      return;
    }
    if (!isNumbered) {
      if (admission.isRemembered()) {
        number();
      }
    } else if (asked.isEmpty()) {
      ask();
    } else if (admission.isAdmitted() && member.ledger().height() >= admission.height()) {
      enter();
    }
  }

  /** Makes the new generation durable before the first message that names it. */
  private void number() {
    isUnderway = true;
    long generation = Math.max(admission.nextGeneration(), member.generation() + 1);
    if (rejoin) {
      long incarnation = Math.max(member.incarnation(), admission.incarnation()) + 1;
      member.persist(
          new JournalRecord.Incarnation(incarnation), () -> member.beginIncarnation(incarnation));
    }
    member.persist(
        new PaxosRecord.Generation(generation),
        () -> {
          member.beginGeneration(generation);
          isUnderway = false;
          isNumbered = true;
          goOn();
        });
  }

  private void ask() {
    var ballot = member.nextBallot();
    asked = Optional.of(ballot);
    admission.restart();
    blocks.clear();
    said = member.now();
    sayJoin(false);
    goOn();
  }

  private void sayJoin(boolean again) {
    for (var peer : member.others()) {
      if (!admission.isAdmittedBy(peer)) {
        say(peer, state -> new PaxosMessage.Join(state, asked.orElseThrow(), start), again);
      }
    }
  }

  private void sayHello(boolean again) {
    member
        .others()
        .forEach(peer -> say(peer, state -> new PaxosMessage.Hello(state, start), again));
  }

  private void say(String to, Function<PaxosState, PaxosMessage> message, boolean again) {
    if (again) {
      member.sayAgain(to, message, Optional.empty());
    } else {
      member.say(to, message);
    }
  }

  void admitted(PaxosMessage.Admit admit, Optional<Block> voted) {
    if (admit.start() == start
        && asked.filter(admit.ballot()::equals).isPresent()
        && !member.participates()) {
      admission.admitted(admit);
      voted.ifPresent(block -> blocks.put(admit.state().from(), block));
      goOn();
    }
  }

  /** The ballot was too low for a member: asks all of them again with a higher one. */
  void rejected(PaxosMessage.Rejected rejected) {
    if (asked.filter(rejected.ballot()::equals).isPresent()
        && !member.participates()
        && !isUnderway) {
      ask();
    }
  }

  private void enter() {
    isUnderway = true;
    var ballot = asked.orElseThrow();
    long recoveryHeight = member.generation() == 1 ? 0 : admission.recoveryHeight();
    Optional<PaxosRecord.Accepted> vote = inheritedVote();
    member.persist(new PaxosRecord.Promised(ballot));
    vote.ifPresent(
        accepted -> {
          member.persistAttestation(accepted.block());
          member.persist(accepted);
        });
    member.persist(new PaxosRecord.RecoveryHeight(recoveryHeight));
    member.persist(new JournalRecord.Joined(), () -> entered(ballot, vote, recoveryHeight));
  }

  /** The vote to adopt: the highest one that the responders report. */
  private Optional<PaxosRecord.Accepted> inheritedVote() {
    return admission
        .accepted()
        .filter(admit -> admit.state().height() == member.ledger().height())
        .map(
            admit ->
                new PaxosRecord.Accepted(
                    admit.accepted().orElseThrow().ballot(), blocks.get(admit.state().from())));
  }

  private void entered(Ballot ballot, Optional<PaxosRecord.Accepted> vote, long recoveryHeight) {
    member.participate(ballot, vote, recoveryHeight);
    isUnderway = false;
  }

  void tick() {
    long interval = Pace.BEAT + 2 * member.limits().messageDelay();
    if (member.participates() || member.now() - said < interval) {
      return;
    }
    said = member.now();
    if (asked.isEmpty() || isLost()) {
      // Before it can ask to join, and when it is lost, it sends nothing else of its own accord.
      sayHello(true);
    } else {
      sayJoin(true);
      goOn();
    }
  }
}
