package dev.lockstep.mutex;

/** What a member's disk held when its incarnation began. */
public enum Disk {
  /** Nothing, so either the member has never participated or its disk was lost unnoticed. */
  EMPTY,
  /** A record that the member has participated. */
  KEPT,
  /** The operator says that the contents are lost or out of date ({@code --rejoin}). */
  LOST
}
