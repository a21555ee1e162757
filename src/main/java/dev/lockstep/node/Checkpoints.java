package dev.lockstep.node;

import dev.lockstep.bus.EnvelopeSeal;
import dev.lockstep.bus.Local;
import dev.lockstep.chain.HashTree;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.keys.VerifierKey;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.Cosigning;
import dev.lockstep.proof.SignedNote;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/** Assembles a member's part in the checkpoints of its ledger. */
final class Checkpoints {
  private final ClusterConfig config;
  private final String self;
  private final MemberKey key;
  private final Keyring keyring;

  Checkpoints(ClusterConfig config, String self, MemberKey key, Keyring keyring) {
    this.config = config;
    this.self = self;
    this.key = key;
    this.keyring = keyring;
  }

  static Checkpoints of(NodeOptions options, Identity identity) {
    return new Checkpoints(options.config(), options.member(), identity.key(), identity.keyring());
  }

  /**
   * To be called before the order has the ledger: until then, all of the ledger is from the
   * journal, so it is durable.
   */
  CheckpointVerticle verticle(
      NodeFiles files, EnvelopeSeal seal, MeterRegistry registry, Halt halt) {
    var ledger = files.recovered().memory().ledger();
    return new CheckpointVerticle(
        ledger.hashes(),
        ledger.height(),
        this::begin,
        this::keys,
        Checkpoint.originOf(config.genesis()),
        config.genesis().hash(),
        seal,
        new CheckpointFile(files.directory().path()),
        registry,
        halt);
  }

  private Cosigning begin(HashTree tree, Optional<SignedNote> kept) {
    return new Cosigning(
        self,
        config.memberNames().stream().filter(name -> !name.equals(self)).toList(),
        keyring.nameOf(self),
        key,
        this::keyOf,
        Checkpoint.originOf(config.genesis()),
        tree,
        kept);
  }

  private Optional<VerifierKey> keyOf(String member) {
    return keyring.of(member).map(key -> new VerifierKey(keyring.nameOf(member), key));
  }

  private Local.Keys keys() {
    return new Local.Keys(
        Checkpoint.originOf(config.genesis()),
        config.memberNames().stream().map(name -> new Local.KeyOf(name, keyOf(name))).toList());
  }
}
