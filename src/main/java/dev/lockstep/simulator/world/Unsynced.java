package dev.lockstep.simulator.world;

/** What becomes of the records that a disk has not synced when its process ends. */
public enum Unsynced {
  /** All of them were on the disk already. */
  KEPT,
  /** The last one was written in part, so it is cut off at the next start (design D4). */
  TORN,
  LOST;

  /** How many of the records survive. */
  public int survivors(int unsynced) {
    return switch (this) {
      case KEPT -> unsynced;
      case TORN -> Math.max(0, unsynced - 1);
      case LOST -> 0;
    };
  }
}
