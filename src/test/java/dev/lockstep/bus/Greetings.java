package dev.lockstep.bus;

import dev.lockstep.door.Greeting;
import dev.lockstep.door.Refusals;
import dev.lockstep.keys.Keys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** The greetings of members A and B. */
final class Greetings {
  private Greetings() {}

  static Greeting of(String member) {
    return new Greeting(
        member, Keys.of(member), Keys.ring("A", "B"), new Refusals(new SimpleMeterRegistry()));
  }
}
