package dev.lockstep.proof;

import dev.lockstep.proof.Cosigning.Effect;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each of the other members has signed of this member's chain, to find the one that signs
 * another chain afterwards.
 *
 * <p>Another root alone accuses nobody: a member may have been given its chain by a third one. It
 * contradicts what the same member has signed before, when that reached as far or further. The
 * order matters. A member may sign a block that only its own disk has, lose that disk, and sign
 * this chain from then on; it is honest all the same.
 *
 * <p>Not safe for use by two threads at once.
 */
final class Agreements {
  private final Map<String, Agreement> largest = new HashMap<>();

  /** Members that have contradicted themselves: each is named once. */
  private final Set<String> contradicting = new HashSet<>();

  /**
   * @param note of this size, with the member's signature
   */
  private record Agreement(long size, SignedNote note) {}

  /** A member has signed the root of this chain. */
  void add(String member, long size, SignedNote note) {
    if (!largest.containsKey(member) || largest.get(member).size() < size) {
      largest.put(member, new Agreement(size, note));
    }
  }

  /** A member has just signed another root than this chain has at that size. */
  void requireNone(String member, long size, SignedNote note, List<Effect> effects) {
    var before = largest.get(member);
    if (before != null && before.size() >= size && contradicting.add(member)) {
      effects.add(new Effect.Contradiction(member, before.note(), note));
    }
  }
}
