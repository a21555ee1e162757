package dev.lockstep.order.member;

/** What has to happen until an outcome that is known is certain. */
public sealed interface Until {
  /** The chain is on the disks of a majority up to this height. */
  record Committed(long height) implements Until {}

  /** Everything up to this record is on the disk of this member. */
  record Synced(long sequence) implements Until {}
}
