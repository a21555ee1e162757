package dev.lockstep.paxos;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A member without memory asks the others before it votes: its disk is new, or was lost and may
 * have voted for something. Enough have answered when one of them is in every majority that this
 * member could have made with others: so whatever a majority has ever chosen with its help was
 * accepted by one who answered, and whoever answered has promised to help no older ballot any more
 * (compare the recovery of Liskov and Cowling, Viewstamped Replication Revisited, section 4.3).
 *
 * <p>A member that has no memory either counts only when nobody is missing: a ledger must begin.
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
    welcomes.put(welcome.stand().from(), welcome);
  }

  /** Whether enough have said what they remember of this member. */
  public boolean isRemembered() {
    return isEnough(
        welcomes.size(), welcomes.values().stream().filter(w -> w.stand().member()).count());
  }

  /** The number that this disk gets: above any that was ever told to enough members. */
  public long nextGeneration() {
    return 1
        + welcomes.values().stream().mapToLong(PaxosMessage.Welcome::generation).max().orElse(0);
  }

  /** The newest life of this member that anybody has heard of. */
  public long incarnation() {
    return welcomes.values().stream().mapToLong(PaxosMessage.Welcome::incarnation).max().orElse(0);
  }

  /** A higher ballot has to be asked for: what was promised to the last one is not enough. */
  public void restart() {
    admits.clear();
  }

  public void admitted(PaxosMessage.Admit admit) {
    admits.put(admit.stand().from(), admit);
  }

  public boolean isAdmittedBy(String member) {
    return admits.containsKey(member);
  }

  public boolean isAdmitted() {
    return isEnough(
        admits.size(), admits.values().stream().filter(a -> a.stand().member()).count());
  }

  private boolean isEnough(int answers, long withMemory) {
    return answers == others || withMemory >= enough;
  }

  /** The highest decided block among those who admitted this member. */
  public long height() {
    return admits.values().stream().mapToLong(a -> a.stand().height()).max().orElse(0);
  }

  /** What may have been chosen for the height above it, in part by this member's vote. */
  public Optional<PaxosMessage.Admit> accepted() {
    long height = height();
    return admits.values().stream()
        .filter(a -> a.stand().height() == height && a.accepted().isPresent())
        .max((a, b) -> a.accepted().get().ballot().compareTo(b.accepted().get().ballot()));
  }

  /**
   * Up to where there may be blocks with transfers that an earlier disk of this member executed,
   * and that this one must know before it executes any: only a block that was accepted by one who
   * did not answer can still bring them, and only at the next height.
   */
  public long fence() {
    return admits.size() == others && accepted().isEmpty() ? height() : height() + 1;
  }
}
