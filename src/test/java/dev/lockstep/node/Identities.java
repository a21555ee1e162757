package dev.lockstep.node;

import dev.lockstep.keys.Keys;

/** Members A, B and C, who know each other's keys. */
final class Identities {
  private Identities() {}

  static Identity of(String self) {
    return new Identity(Keys.of(self), Keys.ring("A", "B", "C"));
  }
}
