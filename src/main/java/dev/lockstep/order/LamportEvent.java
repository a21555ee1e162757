package dev.lockstep.order;

import dev.lockstep.mutex.Timestamp;

/** Events of the critical section. */
public sealed interface LamportEvent extends Event {
  record Claimed(long time, Timestamp claim) implements LamportEvent {}

  record Entered(long time, Timestamp claim) implements LamportEvent {}

  record Left(long time, Timestamp claim) implements LamportEvent {}
}
