package dev.lockstep.bus;

import dev.lockstep.chain.ByteWriter;
import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.keys.PairKey;
import dev.lockstep.keys.PublicKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Authenticates envelopes by HMAC-SHA256 (RFC 2104), under a key that only sender and receiver
 * have. A MAC takes some microseconds, a signature about a hundred.
 *
 * <p>Safe for use by any thread.
 */
public final class EnvelopeSeal {
  static final int BYTES = 32;

  private static final String DOMAIN = "lockstep-envelope-v2";
  private static final String ALGORITHM = "HmacSHA256";

  private final String self;
  private final MemberKey key;
  private final Keyring keyring;
  private final Map<String, Pair> pairs = new ConcurrentHashMap<>();

  /**
   * The MACs between this member and another one while that has this public key.
   *
   * @param to for envelopes to the other member, with the domain and both names as its input so
   *     far. It is never updated: each envelope uses a copy, so any thread may use it
   * @param from the same for envelopes from the other member
   */
  private record Pair(PublicKey other, Mac to, Mac from) {}

  public EnvelopeSeal(String self, MemberKey key, Keyring keyring) {
    this.self = self;
    this.key = key;
    this.keyring = keyring;
  }

  String self() {
    return self;
  }

  /**
   * Whether the member's public key is known. Without it no envelope can be made for the member.
   */
  public boolean knows(String member) {
    return keyring.of(member).isPresent();
  }

  /**
   * The MAC of an envelope to a member.
   *
   * @throws IllegalStateException unless the member is known
   */
  byte[] seal(String to, ByteWriter content) {
    return pair(to)
        .map(pair -> mac(pair.to, content.array(), 0, content.size()))
        .orElseThrow(IllegalStateException::new);
  }

  /**
   * Whether the member {@code from} has made this MAC, for this content and for this member.
   *
   * @param at where the content begins in {@code bytes}, which end with it
   */
  boolean isFrom(String from, byte[] mac, byte[] bytes, int at) {
    // In constant time: the time of a comparison must not tell how much of a guess is right.
    return pair(from)
        .map(pair -> MessageDigest.isEqual(mac, mac(pair.from, bytes, at, bytes.length - at)))
        .orElse(false);
  }

  private static byte[] mac(Mac begun, byte[] bytes, int at, int length) {
    try {
      var mac = (Mac) begun.clone();
      mac.update(bytes, at, length);
      return mac.doFinal();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java cannot copy an HMAC", e);
    }
  }

  private Optional<Pair> pair(String member) {
    return keyring
        .of(member)
        .map(
            other ->
                pairs.compute(
                    member,
                    (_, known) ->
                        known != null && known.other.equals(other) ? known : agree(member, other)));
  }

  private Pair agree(String member, PublicKey other) {
    return new Pair(
        other,
        begin(PairKey.sending(key, self, other, member), self, member),
        begin(PairKey.receiving(key, self, other, member), member, self));
  }

  private static Mac begin(SecretKey secret, String from, String to) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      mac.update(new ByteWriter(128).ascii(DOMAIN).str(from).str(to).toByteArray());
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}
