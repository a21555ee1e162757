package dev.lockstep.order;

/** How a member stands. */
public enum MemberState {
  /** It has not yet heard from everybody since it came to life, or is still fetching blocks. */
  JOINING,
  /** It takes transfers now. */
  READY,
  /** Somebody is silent; nobody can enter the critical section until he is back. */
  WAITING,
  /** Its disk has forgotten what it once told others. It needs to be told to rejoin. */
  LOST,
  /** Its disk failed, or it was shown a fork. It says nothing more. */
  SILENCED;

  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
