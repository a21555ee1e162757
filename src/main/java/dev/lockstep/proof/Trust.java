package dev.lockstep.proof;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.keys.PublicKey;
import dev.lockstep.keys.VerifierKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whom somebody believes who was not there: the members' public keys, and how many members there
 * are.
 *
 * @param origin the ledger whose checkpoints are believed
 * @param keys may be fewer than the members, and several of one member that has changed its key
 * @param members of the ledger: more than half of them have to have signed
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

  /** What a note turned out to be. */
  public sealed interface Finding {
    /**
     * A checkpoint of this ledger that a majority has signed.
     *
     * @param signatories the names of their keys, sorted
     */
    record Signed(Checkpoint checkpoint, List<String> signatories) implements Finding {}

    /**
     * @param problem the beginning of a sentence that ends with a period
     */
    record Refused(String problem) implements Finding {}
  }

  /**
   * Checks a checkpoint. Signatures of keys that are not known here prove nothing, and are passed
   * over; a wrong signature of a known one refutes the note (C2SP signed-note, "Signatures").
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
