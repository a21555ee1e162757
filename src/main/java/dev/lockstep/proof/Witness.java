package dev.lockstep.proof;

import dev.lockstep.chain.HashTree;
import dev.lockstep.proof.Cosigning.Effect;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares the checkpoints of the other members with this member's chain: it cosigns what is the
 * same, and reports a fork when it is not. This is the part of a witness in C2SP tlog-cosignature.
 *
 * <p>Not safe for use by two threads at once.
 */
final class Witness {
  /** Questions of one member that come faster than this, in milliseconds, are not answered. */
  static final long PACE_OF_OTHERS = 20;

  private final String self;
  private final HashTree tree;
  private final Signer signer;
  private final Map<String, Long> heardAt = new HashMap<>();

  private final Agreements agreements;

  /** Questions about sizes that the chain has not reached: the newest one of each member. */
  private final Map<String, Asked> early = new TreeMap<>();

  /** Members with whom a fork was found: it is reported once. */
  private final Set<String> forked = new HashSet<>();

  /**
   * A question whose signature holds.
   *
   * @param note what its sender has signed
   */
  private record Asked(CheckpointMessage.Ask question, SignedNote note) {}

  Witness(String self, HashTree tree, Signer signer, Agreements agreements) {
    this.self = self;
    this.tree = tree;
    this.signer = signer;
    this.agreements = agreements;
  }

  /** The tree may have grown: answers the questions that have waited for it. */
  void grown(long seconds, List<Effect> effects) {
    for (var asked : List.copyOf(early.values())) {
      if (asked.question().size() <= tree.size()) {
        early.remove(asked.question().from());
        // It was signed some time ago, so it contradicts nothing that was signed since.
        answer(asked, seconds, effects);
      }
    }
  }

  void asked(CheckpointMessage.Ask ask, long now, long seconds, List<Effect> effects) {
    var before = heardAt.put(ask.from(), now);
    if (before != null && now - before < PACE_OF_OTHERS) {
      effects.add(new Effect.Refused(ask.from(), "it asks too often"));
      return;
    }
    signer
        .signedBy(ask.from(), ask.size(), ask.root(), ask.signature())
        .map(note -> new Asked(ask, note))
        .ifPresentOrElse(
            asked -> asked(asked, seconds, effects),
            () -> effects.add(new Effect.Refused(ask.from(), "its signature does not hold")));
  }

  private void asked(Asked asked, long seconds, List<Effect> effects) {
    var ask = asked.question();
    if (ask.size() > tree.size()) {
      // The blocks are on their way.
      early.put(ask.from(), asked);
      return;
    }
    answer(asked, seconds, effects);
    if (!tree.root(ask.size()).equals(ask.root())) {
      agreements.requireNone(ask.from(), ask.size(), asked.note(), effects);
    }
  }

  /** Expects a question about a size that the chain has reached. */
  private void answer(Asked asked, long seconds, List<Effect> effects) {
    var ask = asked.question();
    var mine = signer.checkpoint(ask.size());
    if (!mine.root().equals(ask.root())) {
      var evidence = signer.evidence(ask.size());
      effects.add(
          send(
              ask,
              new CheckpointMessage.Differs(
                  self, ask.size(), mine.root(), evidence.signatures().getFirst().signature())));
      fork(ask.from(), evidence, asked.note(), effects);
      return;
    }
    agreements.add(ask.from(), ask.size(), asked.note());
    if (ask.size() < signer.largest()) {
      effects.add(send(ask, new CheckpointMessage.Passed(self, ask.size(), signer.largest())));
    } else {
      var line = signer.cosign(mine, seconds);
      effects.add(send(ask, new CheckpointMessage.Cosigned(self, ask.size(), line.signature())));
    }
  }

  private static Effect send(CheckpointMessage.Ask ask, CheckpointMessage answer) {
    return new Effect.Send(ask.from(), answer);
  }

  void differs(CheckpointMessage.Differs message, List<Effect> effects) {
    var theirs =
        signer.signedBy(message.from(), message.size(), message.root(), message.signature());
    if (theirs.isEmpty()) {
      effects.add(new Effect.Refused(message.from(), "its signature does not hold"));
    } else if (message.size() <= tree.size() && !tree.root(message.size()).equals(message.root())) {
      fork(message.from(), signer.evidence(message.size()), theirs.get(), effects);
      agreements.requireNone(message.from(), message.size(), theirs.get(), effects);
    }
  }

  private void fork(String member, SignedNote mine, SignedNote theirs, List<Effect> effects) {
    if (forked.add(member)) {
      effects.add(new Effect.Fork(member, mine, theirs));
    }
  }
}
