package dev.lockstep.node;

import dev.lockstep.keys.KeyFile;
import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.PublicKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of members A, B and C, who know each other. */
final class Identities {
  private Identities() {}

  static Identity of(Path keys, String self) {
    Map<String, Optional<PublicKey>> all = new LinkedHashMap<>();
    for (var member : List.of("A", "B", "C")) {
      KeyFile.openOrCreate(keys.resolve(member), "test/" + member);
      all.put(member, Optional.empty());
    }
    return new Identity(
        KeyFile.openOrCreate(keys.resolve(self), "test/" + self),
        Keyring.of("test", all, keys, problem -> {}));
  }
}
