package dev.lockstep.proof;

import dev.lockstep.chain.HashTree;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.keys.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A member's part in checkpoints: it asks the others to cosign the root of its chain ({@link
 * Gathering}), and cosigns theirs ({@link Witness}). Pure: time is an argument, and what has to be
 * done is returned as effects.
 *
 * <p>A member signs only what is on its own disk. So a checkpoint that a majority has signed is
 * committed, and no answer of the protocol is needed to know it. A member cosigns no size below one
 * that it has signed: a cosignature says that its signer knows of no larger tree (C2SP
 * tlog-cosignature).
 *
 * <p>Not safe for use by two threads at once.
 */
public final class Cosigning {
  private final List<String> others;
  private final HashTree tree;
  private final Gathering gathering;
  private final Witness witness;

  /** What has to be done. */
  public sealed interface Effect {
    record Send(String to, CheckpointMessage message) implements Effect {}

    /** The newest checkpoint of a majority is new, or has one more signature: write it. */
    record Keep(SignedNote note) implements Effect {}

    /**
     * Two different roots of one size, each signed.
     *
     * @param member who has signed {@code theirs}; this member itself, when an earlier checkpoint
     *     of its own does not fit its chain
     */
    record Fork(String member, SignedNote mine, SignedNote theirs) implements Effect {}

    /**
     * A member has signed this chain, and afterwards another one. Both notes have its signature, so
     * no other member can have caused it.
     *
     * @param before of this chain; as large as {@code after}, or larger
     * @param after with another root than this chain has at that size
     */
    record Contradiction(String member, SignedNote before, SignedNote after) implements Effect {}

    /** A message that is not what it says; a member of this version does not send it. */
    record Refused(String member, String reason) implements Effect {}
  }

  /**
   * @param others the other members
   * @param name the key name of this member, {@code <ledger>/<member>}
   * @param keys of the members; empty while a key is not known
   * @param origin of this ledger's checkpoints
   * @param tree over the blocks that are on this member's disk: only this class makes it grow from
   *     here on
   * @param kept a checkpoint of this member from before its start
   */
  public Cosigning(
      String self,
      List<String> others,
      String name,
      MemberKey key,
      Function<String, Optional<VerifierKey>> keys,
      String origin,
      HashTree tree,
      Optional<SignedNote> kept) {
    this.others = List.copyOf(others);
    this.tree = tree;
    var signer = new Signer(name, key, keys, origin, tree);
    var agreements = new Agreements();
    this.gathering = new Gathering(self, this.others, tree, signer, agreements, kept);
    this.witness = new Witness(self, tree, signer, agreements);
  }

  /** The newest checkpoint that a majority has signed. */
  public Optional<SignedNote> newest() {
    return gathering.newest();
  }

  /** The height of the newest block that {@link #newest} covers; −1 without one. */
  public long covers() {
    return gathering.covered() - 1;
  }

  /** Whether there are blocks that the newest checkpoint does not cover. */
  public boolean isBehind() {
    return gathering.isBehind();
  }

  /**
   * Blocks have become durable, or time has passed. To be called several times a second while this
   * member {@link #isBehind}.
   *
   * @param height up to which this member's chain is on its disk
   * @param now milliseconds of a clock that never goes back
   * @param seconds Unix time
   */
  public List<Effect> reached(long height, long now, long seconds) {
    List<Effect> effects = new ArrayList<>();
    if (height + 1 > tree.size()) {
      tree.growTo(height + 1);
    }
    gathering.useKept(effects);
    witness.grown(seconds, effects);
    gathering.reached(now, effects);
    return effects;
  }

  /**
   * A message of another member.
   *
   * @param now milliseconds of a clock that never goes back
   * @param seconds Unix time
   */
  public List<Effect> hear(CheckpointMessage message, long now, long seconds) {
    if (!others.contains(message.from())) {
      return List.of(new Effect.Refused(message.from(), "it is no other member"));
    }
    if (message.size() < 1) {
      // No member signs an empty tree, and no tree has a root at a negative size.
      return List.of(new Effect.Refused(message.from(), "a checkpoint of size " + message.size()));
    }
    List<Effect> effects = new ArrayList<>();
    switch (message) {
      case CheckpointMessage.Ask ask -> witness.asked(ask, now, seconds, effects);
      case CheckpointMessage.Cosigned cosigned -> {
        gathering.answered(cosigned, now, effects);
        gathering.cosigned(cosigned, effects);
      }
      case CheckpointMessage.Passed passed -> gathering.answered(passed, now, effects);
      case CheckpointMessage.Differs differs -> {
        gathering.answered(differs, now, effects);
        witness.differs(differs, effects);
      }
    }
    return effects;
  }
}
