package dev.lockstep.keys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keys of members by their names, for tests: the same ones in every run. */
public final class Keys {
  private Keys() {}

  /**
   * @param name at most 32 bytes
   */
  public static MemberKey of(String name) {
    return MemberKey.ofSeed(
        Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), MemberKey.SEED_BYTES));
  }

  /** The public keys of members of the ledger {@code test}, as if the cluster file had them. */
  public static Keyring ring(String... members) {
    Map<String, Optional<PublicKey>> configured = new LinkedHashMap<>();
    for (var member : members) {
      configured.put(member, Optional.of(of(member).publicKey()));
    }
    return Keyring.of("test", configured, Path.of("nowhere"), problem -> {});
  }
}
