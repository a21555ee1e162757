package dev.lockstep.order;

/** What a member can do now. */
public enum MemberState {
  /** It has not yet heard from all others since it started, or is still fetching blocks. */
  JOINING,
  /** It takes transfers now. */
  READY,
  /** A member that is needed is silent: in Lamport mode any, in Paxos mode those of a majority. */
  WAITING,
  /** Its disk has forgotten what it once told others. It has to be started with --rejoin. */
  LOST,
  /** Its disk failed, or it was shown a fork. It says nothing more. Interfaces say "silenced". */
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
