package dev.lockstep.proof;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.HashTree;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.keys.VerifierKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Signs the checkpoints of this member's chain and checks the signatures of the other members.
 *
 * <p>Not safe for use by two threads at once.
 */
final class Signer {
  private final MemberKey key;
  private final VerifierKey own;
  private final Function<String, Optional<VerifierKey>> keys;
  private final String origin;
  private final HashTree tree;
  private long largest;

  /**
   * @param name the key name of this member, {@code <ledger>/<member>}
   * @param keys of the other members; empty while a key is not known
   * @param tree over the blocks on this member's disk
   */
  Signer(
      String name,
      MemberKey key,
      Function<String, Optional<VerifierKey>> keys,
      String origin,
      HashTree tree) {
    this.key = key;
    this.own = new VerifierKey(name, key.publicKey());
    this.keys = keys;
    this.origin = origin;
    this.tree = tree;
    // What was signed before the start is not recorded, but it was not larger than the chain on
    // the disk: a member signs durable blocks only.
    this.largest = tree.size();
  }

  /** The largest size that this member has signed or cosigned. */
  long largest() {
    return largest;
  }

  /** Whether this member's present key has signed a checkpoint. */
  boolean hasSigned(SignedNote note) {
    return note.signatures().stream().anyMatch(line -> Signing.isValid(own, line, note.text()));
  }

  /** Cosigns nothing below this checkpoint, which was signed before the start. */
  void continueFrom(SignedNote note) {
    largest = Math.max(largest, Checkpoint.parse(note.text()).size());
  }

  String origin() {
    return origin;
  }

  /** The known keys of these members, and this member's own. */
  List<VerifierKey> keysOf(List<String> members) {
    // A member to whose directory this member's key was copied could sign for both: it has no key.
    var theirs = members.stream().flatMap(member -> keyOf(member).stream());
    return Stream.concat(
            Stream.of(own), theirs.filter(theirKey -> !theirKey.key().equals(own.key())))
        .toList();
  }

  Optional<VerifierKey> keyOf(String member) {
    return keys.apply(member);
  }

  /** The checkpoint of this member's chain at a size, which is not above the tree's. */
  Checkpoint checkpoint(long size) {
    return new Checkpoint(origin, size, tree.root(size));
  }

  /** Signs a checkpoint of this member's chain as its log does. */
  SignedNote.Line sign(Checkpoint checkpoint) {
    largest = Math.max(largest, checkpoint.size());
    return Signing.sign(key, own.name(), checkpoint.text());
  }

  /**
   * Cosigns a checkpoint of this member's chain as a witness does.
   *
   * @param seconds Unix time
   */
  SignedNote.Line cosign(Checkpoint checkpoint, long seconds) {
    largest = Math.max(largest, checkpoint.size());
    return Signing.cosign(key, own.name(), checkpoint.text(), seconds);
  }

  /** What this member shows of its own chain when another member has signed another root. */
  SignedNote evidence(long size) {
    var text = checkpoint(size).text();
    return new SignedNote(text, List.of(Signing.sign(key, own.name(), text)));
  }

  /** The checkpoint that a member has signed; empty when it has not, or its key is not known. */
  Optional<SignedNote> signedBy(String member, long size, Hash root, byte[] signature) {
    var text = new Checkpoint(origin, size, root).text();
    return keyOf(member)
        .map(known -> Map.entry(known, new SignedNote.Line(known.name(), known.id(), signature)))
        .filter(signer -> Signing.isValid(signer.getKey(), signer.getValue(), text))
        .map(signer -> new SignedNote(text, List.of(signer.getValue())));
  }
}
