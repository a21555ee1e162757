package dev.lockstep.chain;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What members have signed about a block. It travels with the block and is no part of it: two
 * members may have different attestations of one block. Nobody has checked it unless somebody says
 * so. Immutable.
 *
 * @param signatures over the hash of the block, by member. In Lamport mode, a block has that of its
 *     proposer. In Paxos mode, each is a vote for the block
 * @param logs by owner: that the member has executed its part of the block. Only Paxos mode has
 *     these, and only as long as the block is not chosen
 */
public record Attestation(
    SortedMap<String, MemberSignature> signatures, SortedMap<String, LogProof> logs) {
  public static final Attestation NONE = new Attestation(new TreeMap<>(), new TreeMap<>());

  /** The shortest signature of a member: an empty name and 64 bytes. */
  private static final int SIGNATURE_BYTES_MIN = 2 + MemberSignature.BYTES;

  /** The shortest proof: an empty name, a size, a root, an empty path and a signature. */
  private static final int PROOF_BYTES_MIN = SIGNATURE_BYTES_MIN + 2 * Integer.BYTES + Hash.BYTES;

  public Attestation {
    signatures = Collections.unmodifiableSortedMap(new TreeMap<>(signatures));
    logs = Collections.unmodifiableSortedMap(new TreeMap<>(logs));
  }

  public static Attestation signedBy(SortedMap<String, MemberSignature> signatures) {
    return new Attestation(signatures, new TreeMap<>());
  }

  public static Attestation executedBy(SortedMap<String, LogProof> logs) {
    return new Attestation(new TreeMap<>(), logs);
  }

  public boolean isEmpty() {
    return signatures.isEmpty() && logs.isEmpty();
  }

  public Optional<MemberSignature> signatureOf(String member) {
    return Optional.ofNullable(signatures.get(member));
  }

  /** With another signature, in the place of an earlier one of the same member. */
  Attestation and(String member, MemberSignature signature) {
    var more = new TreeMap<>(signatures);
    more.put(member, signature);
    return new Attestation(more, logs);
  }

  // --- bytes, see docs/format.md ----------------------------------------------------------------

  /** About as many bytes as {@link #encode} writes. */
  public int estimate() {
    return 8 + 96 * signatures.size() + logs.values().stream().mapToInt(LogProof::estimate).sum();
  }

  public void encode(ByteWriter out) {
    encode(signatures, out);
    out.int32(logs.size());
    logs.forEach((owner, proof) -> proof.encode(out.str(owner)));
  }

  public static void encode(SortedMap<String, MemberSignature> signatures, ByteWriter out) {
    out.int32(signatures.size());
    signatures.forEach((member, signature) -> out.str(member).bytes(signature.bytes()));
  }

  /**
   * @throws MalformedException when the bytes are no attestation
   */
  public static Attestation decode(ByteReader in) {
    var signatures = decodeSignatures(in);
    SortedMap<String, LogProof> logs = new TreeMap<>();
    for (int left = in.count(PROOF_BYTES_MIN); left > 0; left--) {
      var owner = in.str();
      if (logs.put(owner, LogProof.decode(in)) != null) {
        throw new MalformedException("two proofs of the log of " + Excerpt.of(owner));
      }
    }
    return new Attestation(signatures, logs);
  }

  /**
   * @throws MalformedException when the bytes are no signatures by member
   */
  public static SortedMap<String, MemberSignature> decodeSignatures(ByteReader in) {
    SortedMap<String, MemberSignature> signatures = new TreeMap<>();
    for (int left = in.count(SIGNATURE_BYTES_MIN); left > 0; left--) {
      var member = in.str();
      var signature = MemberSignature.of(in.bytes(MemberSignature.BYTES));
      if (signatures.put(member, signature) != null) {
        throw new MalformedException("two signatures of " + Excerpt.of(member));
      }
    }
    return signatures;
  }
}
