package dev.lockstep.order;

/** What a member can do now. */
public enum MemberState {
  /** It has not yet heard from all others since it started, or is still fetching blocks. */
  JOINING,
  /** It takes transfers now. */
  READY,
  /**
   * A member that is needed is silent: in Lamport mode any, in Paxos mode so many that no majority
   * is left.
   */
  WAITING,
  /**
   * It knows less than it once reported: its disk was lost, or is an old copy. It has to be started
   * with --rejoin.
   */
  LOST,
  /**
   * Its disk failed, or a peer showed it a fork. It sends nothing more. Interfaces say "silenced".
   */
  FAIL_STOPPED;

  public String text() {
    return switch (this) {
      case JOINING -> "joining";
      case READY -> "ready";
      case WAITING -> "waiting";
      case LOST -> "lost";
      case FAIL_STOPPED -> "silenced";
    };
  }
}
