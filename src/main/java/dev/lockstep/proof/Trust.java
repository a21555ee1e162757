package dev.lockstep.proof;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.keys.PublicKey;
import dev.lockstep.keys.VerifierKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a reader of a checkpoint has to know beforehand, from a source that it trusts: the ledger,
 * the public keys of its members, and the number of its members.
 *
 * @param origin of the ledger's checkpoints
 * @param keys of the members; a key may be missing, and a member that has replaced its key may have
 *     several
 * @param members the number of members, more than half of which have to sign
 */
public record Trust(String origin, List<VerifierKey> keys, int members) {
  /**
   * @throws IllegalArgumentException when two members have the same key: one of them could sign for
   *     both
   */
  public Trust {
    keys = List.copyOf(keys);
    Set<PublicKey> distinct = new HashSet<>();
    Set<VerifierKey> lines = new HashSet<>(keys);
    for (var key : lines) {
      if (!distinct.add(key.key())) {
        throw new IllegalArgumentException("the key of " + key.name() + " is also another's");
      }
    }
  }

  /** How many members are more than half of them. */
  public int majority() {
    return members / 2 + 1;
  }

  /** The result of a check. */
  public sealed interface Finding {
    /**
     * A checkpoint of this ledger that a majority has signed.
     *
     * @param signatories the names of their keys, sorted
     */
    record Signed(Checkpoint checkpoint, List<String> signatories) implements Finding {}

    /**
     * @param problem a sentence
     */
    record Refused(String problem) implements Finding {}
  }

  /**
   * Checks a checkpoint. Signatures of unknown keys are ignored; an invalid signature of a known
   * key refutes the note (C2SP signed-note, "Signatures").
   *
   * @throws dev.lockstep.chain.MalformedException when the text is no checkpoint
   */
  public Finding check(SignedNote note) {
    var checkpoint = Checkpoint.parse(note.text());
    if (!checkpoint.origin().equals(origin)) {
      return new Finding.Refused(
          "The checkpoint is of "
              + Excerpt.of(checkpoint.origin())
              + " and not of "
              + origin
              + ".");
    }
    Set<String> signatories = new TreeSet<>();
    for (var key : keys) {
      for (var line : note.signatures()) {
        if (!Signing.isOf(key, line)) {
          continue;
        }
        if (!Signing.isValid(key, line, note.text())) {
          return new Finding.Refused("The signature of " + key.name() + " does not hold.");
        }
        signatories.add(key.name());
      }
    }
    if (signatories.size() < majority()) {
      return new Finding.Refused(
          "The checkpoint is signed by "
              + (signatories.isEmpty() ? "no known key" : String.join(", ", signatories))
              + ", and "
              + majority()
              + " of "
              + members
              + " members have to sign.");
    }
    return new Finding.Signed(checkpoint, List.copyOf(signatories));
  }
}
