package dev.lockstep.node;

import dev.lockstep.config.ClusterConfig;
import dev.lockstep.config.Member;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.door.Machines;
import dev.lockstep.keys.KeyException;
import dev.lockstep.keys.KeyFile;
import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.keys.PublicKey;
import dev.lockstep.keys.VerifierKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The member's own key pair, and the public keys of all members. */
record Identity(MemberKey key, Keyring keyring) {
  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);

  /**
   * Reads the key pair, or makes it at the first start.
   *
   * @param options whose data directory this process has locked
   * @throws NodeException when the key is damaged, or another than the configured one
   */
  static Identity open(NodeOptions options) {
    var config = options.config();
    var member = config.member(options.member()).orElseThrow();
    try {
      var key =
          KeyFile.openOrCreate(
              options.directory(), VerifierKey.nameOf(config.ledger(), member.name()));
      if (member.key().isPresent() && !member.key().get().equals(key.publicKey())) {
        throw NodeException.mistake(
            "The key of %s in the configuration is not the one in %s; write the line in key.pub there as its key, or put the other key back."
                .formatted(member.name(), options.directory()));
      }
      return new Identity(key, keyring(options));
    } catch (KeyException e) {
      throw new NodeException(e.getMessage(), e);
    }
  }

  /**
   * @throws NodeException when members on other machines have to be known, and some have no key
   */
  static void requireKeys(ClusterConfig config, Machines machines) {
    var without = config.members().stream().filter(m -> m.key().isEmpty()).toList();
    if (!machines.elsewhere().isEmpty() && !without.isEmpty()) {
      throw NodeException.mistake(
          "Members on other machines (here %s) are known by their keys alone, and the configuration has no key of %s; run ./run.sh key %s on its machine, write the line that it prints as key: of that member, and do so for each."
              .formatted(names(machines.elsewhere()), names(without), without.getFirst().name()));
    }
  }

  private static String names(List<Member> members) {
    return members.stream().map(Member::name).collect(Collectors.joining(", "));
  }

  private static Keyring keyring(NodeOptions options) {
    Map<String, Optional<PublicKey>> configured = new LinkedHashMap<>();
    options.config().members().forEach(m -> configured.put(m.name(), m.key()));
    Set<String> said = ConcurrentHashMap.newKeySet();
    return Keyring.of(
        options.config().ledger(),
        configured,
        options.dataDir(),
        // It is asked for again with every message.
        problem -> {
          if (said.add(problem)) {
            LOG.warn("{}", problem);
          }
        });
  }
}
