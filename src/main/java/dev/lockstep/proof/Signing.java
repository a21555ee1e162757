package dev.lockstep.proof;

import dev.lockstep.keys.MemberKey;
import dev.lockstep.keys.PublicKey;
import dev.lockstep.keys.VerifierKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The two kinds of signatures under the text of a checkpoint. The member that serves a checkpoint
 * signs it as a log does, with the plain Ed25519 signature of C2SP signed-note. The others cosign
 * it as witnesses do, with a time (C2SP tlog-cosignature, version 1).
 *
 * <p>One key makes both. A signature of one kind is never valid as the other, because the signed
 * bytes differ: those of a plain signature begin with {@code lockstep/}, those of a cosignature
 * with {@code cosignature/v1}.
 */
public final class Signing {
  private static final int TIME_BYTES = Long.BYTES;

  private Signing() {}

  /** The plain signature under a text. */
  public static SignedNote.Line sign(MemberKey key, String name, String text) {
    return new SignedNote.Line(
        name, new VerifierKey(name, key.publicKey()).id(), key.sign(utf8(text)));
  }

  /**
   * The cosignature under a text.
   *
   * @param seconds the Unix time of the cosignature
   */
  public static SignedNote.Line cosign(MemberKey key, String name, String text, long seconds) {
    var signature = key.sign(cosigned(text, seconds));
    var bytes = ByteBuffer.allocate(TIME_BYTES + signature.length).putLong(seconds).put(signature);
    return new SignedNote.Line(
        name, new VerifierKey(name, key.publicKey()).cosignerId(), bytes.array());
  }

  /** Whether a line names this key, as either kind of signature. */
  public static boolean isOf(VerifierKey key, SignedNote.Line line) {
    return line.name().equals(key.name())
        && (line.keyId().equals(key.id()) || line.keyId().equals(key.cosignerId()));
  }

  /** Whether a line that {@link #isOf} this key is a signature of it under the text. */
  public static boolean isValid(VerifierKey key, SignedNote.Line line, String text) {
    if (!isOf(key, line)) {
      return false;
    }
    return line.keyId().equals(key.id())
        ? key.key().verify(utf8(text), line.signature())
        : isCosigned(key.key(), line.signature(), text);
  }

  private static boolean isCosigned(PublicKey key, byte[] timed, String text) {
    if (timed.length <= TIME_BYTES) {
      return false;
    }
    long seconds = ByteBuffer.wrap(timed).getLong();
    return seconds >= 0
        && key.verify(cosigned(text, seconds), Arrays.copyOfRange(timed, TIME_BYTES, timed.length));
  }

  private static byte[] cosigned(String text, long seconds) {
    return utf8("cosignature/v1\ntime " + seconds + "\n" + text);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
