package dev.lockstep.keys;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/** The secret keys that two members share, one for each direction. */
public final class PairKey {
  private static final byte[] DOMAIN =
      "lockstep-envelope-mac-v1".getBytes(StandardCharsets.US_ASCII);
  private static final int BYTES = 32;

  private PairKey() {}

  /** The key for what {@code own} sends to the member with the other key. */
  public static SecretKey sending(MemberKey own, String self, PublicKey other, String peer) {
    return derive(own.agree(other), self, own.publicKey(), peer, other);
  }

  /** The key for what {@code own} receives from the member with the other key. */
  public static SecretKey receiving(MemberKey own, String self, PublicKey other, String peer) {
    return derive(own.agree(other), peer, other, self, own.publicKey());
  }

  /**
   * HKDF-SHA256 (RFC 5869). The info has both names and both public keys, the sender's first. So a
   * MAC does not hold in the other direction, or for other names with the same key pairs.
   */
  private static SecretKey derive(
      byte[] secret, String sender, PublicKey senderKey, String receiver, PublicKey receiverKey) {
    var info = new ByteArrayOutputStream();
    info.writeBytes(DOMAIN);
    append(info, sender);
    append(info, receiver);
    info.writeBytes(senderKey.raw());
    info.writeBytes(receiverKey.raw());
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "HmacSHA256",
              HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info.toByteArray(), BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HKDF", e);
    }
  }

  private static void append(ByteArrayOutputStream out, String name) {
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) bytes.length).array());
    out.writeBytes(bytes);
  }
}
