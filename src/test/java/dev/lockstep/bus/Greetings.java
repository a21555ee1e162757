package dev.lockstep.bus;

import dev.lockstep.door.Greeting;
import dev.lockstep.door.Refusals;
import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.Keys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The greetings of members A and B. */
final class Greetings {
  private static final Keyring KEYRING =
      Keyring.of(
          "test",
          Map.of(
              "A", Optional.of(Keys.of("A").publicKey()),
              "B", Optional.of(Keys.of("B").publicKey())),
          Path.of("nowhere"),
          problem -> {});

  private Greetings() {}

  static Greeting of(String member) {
    return new Greeting(member, Keys.of(member), KEYRING, new Refusals(new SimpleMeterRegistry()));
  }
}
