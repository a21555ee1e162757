package dev.lockstep.mutex;

/**
 * A Lamport clock.
 *
 * @param time now
 * @param spoken the newest time on a message of this incarnation that is evidence, 0 before any
 */
record Clock(long time, long spoken) {
  Clock at(long newTime) {
    return new Clock(newTime, spoken);
  }

  Clock speaks() {
    return new Clock(time, time);
  }
}
