package dev.lockstep.proof;

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

  /** Questions about sizes that the chain has not reached: the newest one of each member. */
  private final Map<String, CheckpointMessage.Ask> early = new TreeMap<>();

  /** Members with whom a fork was found: it is reported once. */
  private final Set<String> forked = new HashSet<>();

  Witness(String self, HashTree tree, Signer signer) {
    this.self = self;
    this.tree = tree;
    this.signer = signer;
  }

  /** The tree may have grown: answers the questions that have waited for it. */
  void grown(long seconds, List<Effect> effects) {
    for (var ask : List.copyOf(early.values())) {
      if (ask.size() <= tree.size()) {
        early.remove(ask.from());
        answer(ask, seconds, effects);
      }
    }
  }

  void asked(CheckpointMessage.Ask ask, long now, long seconds, List<Effect> effects) {
    var before = heardAt.put(ask.from(), now);
    if (before != null && now - before < PACE_OF_OTHERS) {
      effects.add(new Effect.Refused(ask.from(), "it asks too often"));
    } else if (signer.signedBy(ask.from(), ask.size(), ask.root(), ask.signature()).isEmpty()) {
      effects.add(new Effect.Refused(ask.from(), "its signature does not hold"));
    } else if (ask.size() > tree.size()) {
      // The blocks are on their way.
      early.put(ask.from(), ask);
    } else {
      answer(ask, seconds, effects);
    }
  }

  /** Expects a question whose signature holds, about a size that the chain has reached. */
  private void answer(CheckpointMessage.Ask ask, long seconds, List<Effect> effects) {
    var mine = signer.checkpoint(ask.size());
    if (!mine.root().equals(ask.root())) {
      var evidence = signer.evidence(ask.size());
      effects.add(
          send(
              ask,
              new CheckpointMessage.Differs(
                  self, ask.size(), mine.root(), evidence.signatures().getFirst().signature())));
      signer
          .signedBy(ask.from(), ask.size(), ask.root(), ask.signature())
          .ifPresent(theirs -> fork(ask.from(), evidence, theirs, effects));
    } else if (ask.size() < signer.largest()) {
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
    }
  }

  private void fork(String member, SignedNote mine, SignedNote theirs, List<Effect> effects) {
    if (forked.add(member)) {
      effects.add(new Effect.Fork(member, mine, theirs));
    }
  }
}
