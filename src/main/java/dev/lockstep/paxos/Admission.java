package dev.lockstep.paxos;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Crash recovery of a replica without memory (design P11): counts the answers that a member needs
 * before it votes with a disk that is new or lost.
 *
 * <p>Why it is safe: enough have answered when the responders intersect every majority that the
 * member's forgotten votes could belong to. So a value that was chosen with such a vote was also
 * accepted by a responder, which reports it; and every majority for a lower ballot would need a
 * responder, and each of them has promised this member's higher ballot. (Compare Liskov and
 * Cowling, Viewstamped Replication Revisited, section 4.3.)
 *
 * <p>A responder without memory has nothing to report. Its answer counts only when all other
 * members have answered, which is how a new ledger begins.
 */
public final class Admission {
  private final int others;
  private final int enough;
  private final Map<String, PaxosMessage.Welcome> welcomes = new TreeMap<>();
  private final Map<String, PaxosMessage.Admit> admits = new TreeMap<>();

  /**
   * @param members of the ledger
   */
  public Admission(int members) {
    this.others = members - 1;
    this.enough = members - members / 2;
  }

  public void welcomed(PaxosMessage.Welcome welcome) {
    welcomes.put(welcome.state().from(), welcome);
  }

  /** Whether enough members have reported what they remember of this one. */
  public boolean isRemembered() {
    return isEnough(
        welcomes.size(), welcomes.values().stream().filter(w -> w.state().member()).count());
  }

  /**
   * The generation for this disk. It is above every earlier one that was used: an earlier disk that
   * participated had its generation synced by as many members, and one of those has answered.
   */
  public long nextGeneration() {
    return 1
        + welcomes.values().stream().mapToLong(PaxosMessage.Welcome::generation).max().orElse(0);
  }

  /** The highest incarnation of this member among the answers. */
  public long incarnation() {
    return welcomes.values().stream().mapToLong(PaxosMessage.Welcome::incarnation).max().orElse(0);
  }

  /** The member asks again with a higher ballot: answers to the lower one no longer count. */
  public void restart() {
    admits.clear();
  }

  public void admitted(PaxosMessage.Admit admit) {
    admits.put(admit.state().from(), admit);
  }

  public boolean isAdmittedBy(String member) {
    return admits.containsKey(member);
  }

  public boolean isAdmitted() {
    return isEnough(
        admits.size(), admits.values().stream().filter(a -> a.state().member()).count());
  }

  private boolean isEnough(int answers, long withMemory) {
    return answers == others || withMemory >= enough;
  }

  /** The highest decided height among the members that admitted this one. */
  public long height() {
    return admits.values().stream().mapToLong(a -> a.state().height()).max().orElse(0);
  }

  /** The highest vote for the height above it: that value may have been chosen already. */
  public Optional<PaxosMessage.Admit> accepted() {
    long height = height();
    return admits.values().stream()
        .filter(a -> a.state().height() == height && a.accepted().isPresent())
        .max((a, b) -> a.accepted().get().ballot().compareTo(b.accepted().get().ballot()));
  }

  /**
   * The height that must be decided before this member executes anything (design P12). Up to it, a
   * block may still bring transfers that the lost disk had executed: a member that has not answered
   * may have accepted such a block, at most at the next height.
   */
  public long recoveryHeight() {
    return admits.size() == others && accepted().isEmpty() ? height() : height() + 1;
  }
}
