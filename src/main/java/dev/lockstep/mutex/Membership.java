package dev.lockstep.mutex;

/**
 * How far a member has come on its way into the group (design L7 to L11).
 *
 * @param start names this start of the process: only an answer to its hello has the same number
 * @param incarnation of this process; 0 while a rejoining member does not know which are used
 * @param usedIncarnation the highest incarnation of this member that it has heard of
 * @param disk what the disk held when this incarnation began
 * @param required the height this member must reach before it participates: the highest one in the
 *     welcomes it has received
 */
record Membership(
    long start, long incarnation, long usedIncarnation, Disk disk, Stage stage, long required) {

  /** The stages in their order. A member can become lost from any of the others. */
  enum Stage {
    /** Not every other member has answered this incarnation. */
    JOINING,
    /** All have answered; the disk does not yet say that the member participates. */
    WELCOMED,
    /** The member requests and acknowledges: its messages are evidence. */
    PARTICIPATING,
    /** A peer remembers more of this member than the member itself: it sends nothing any more. */
    LOST
  }

  static Membership start(long incarnation, Disk disk) {
    return new Membership(
        0, disk == Disk.LOST ? 0 : incarnation, incarnation, disk, Stage.JOINING, 0);
  }

  Membership startedAs(long newStart) {
    return new Membership(newStart, incarnation, usedIncarnation, disk, stage, required);
  }

  boolean participating() {
    return stage == Stage.PARTICIPATING;
  }

  Membership in(Stage next) {
    return new Membership(start, incarnation, usedIncarnation, disk, next, required);
  }

  Membership as(long newIncarnation) {
    return new Membership(start, newIncarnation, usedIncarnation, disk, stage, required);
  }

  Membership used(long seen) {
    return new Membership(
        start, incarnation, Math.max(usedIncarnation, seen), disk, stage, required);
  }

  Membership requires(long height) {
    return new Membership(
        start, incarnation, usedIncarnation, disk, stage, Math.max(required, height));
  }
}
