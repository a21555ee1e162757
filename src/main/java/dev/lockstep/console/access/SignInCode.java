package dev.lockstep.console.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The code in a sign-in link, which works once. Whoever has a token can make one without asking the
 * node: it is authenticated by the token (HMAC-SHA256, RFC 2104), and the node remembers the ones
 * that were used. A link may stay in a browser's history or in the scrollback of a terminal; a used
 * code opens nothing.
 *
 * <pre>
 *   code = time (milliseconds, 6 bytes) ‖ random (10 bytes) ‖ first 16 bytes of the HMAC, as hexadecimal digits
 * </pre>
 */
public final class SignInCode {
  /** How long a code can be used. */
  static final Duration VALID = Duration.ofHours(1);

  /** Clocks of two machines may differ a little when the token was copied. */
  private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

  private static final int SIGNED = 16;
  private static final int BYTES = 32;
  private static final byte[] LABEL = "lockstep-sign-in-v1".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();

  private SignInCode() {}

  /**
   * @param token the text of a token, whose right the code will have
   * @param millis now, since 1970
   */
  public static String make(String token, long millis) {
    var code = new byte[BYTES];
    var random = new byte[SIGNED - 6];
    RANDOM.nextBytes(random);
    ByteBuffer.wrap(code).putShort((short) (millis >> 32)).putInt((int) millis).put(random);
    return signed(token, code);
  }

  private static String signed(String token, byte[] code) {
    System.arraycopy(mac(token, code), 0, code, SIGNED, BYTES - SIGNED);
    return HexFormat.of().formatHex(code);
  }

  private static byte[] mac(String token, byte[] code) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(LABEL);
      mac.update(code, 0, SIGNED);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** When it was made, if it was made with this token. */
  private static Optional<Long> madeAt(String text, Token token) {
    byte[] code;
    try {
      code = HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    if (code.length != BYTES
        || !MessageDigest.isEqual(
            Arrays.copyOfRange(code, SIGNED, BYTES),
            Arrays.copyOf(mac(token.text(), code), BYTES - SIGNED))) {
      return Optional.empty();
    }
    var time = ByteBuffer.wrap(code);
    return Optional.of(
        (long) Short.toUnsignedInt(time.getShort()) << 32 | Integer.toUnsignedLong(time.getInt()));
  }

  /** The codes that were used. Used by the console's event loop only. */
  static final class Used {
    /** Only whoever has a token can use so many within an hour. */
    private static final int MAX = 4_096;

    private final long begun;

    /** When each can be forgotten, because its time is over. */
    private final LinkedHashMap<String, Long> codes = new LinkedHashMap<>();

    /**
     * @param millis now: what was made before may have been used at an earlier start
     */
    Used(long millis) {
      this.begun = millis;
    }

    /** The right of a code, which it gives once. */
    Optional<Right> use(String code, Tokens tokens, long millis) {
      codes.values().removeIf(end -> end < millis);
      var right =
          isFresh(code, tokens.all(), millis)
              ? Optional.of(Right.ALL)
              : isFresh(code, tokens.reading(), millis)
                  ? Optional.of(Right.READ)
                  : Optional.<Right>empty();
      // The digits may be written in capitals too.
      return right.filter(
          _ ->
              codes.size() < MAX
                  && codes.putIfAbsent(
                          code.toLowerCase(Locale.ROOT), millis + VALID.plus(AHEAD_MAX).toMillis())
                      == null);
    }

    private boolean isFresh(String code, Token token, long millis) {
      return madeAt(code, token)
          .filter(at -> at >= begun && at > millis - VALID.toMillis())
          .filter(at -> at <= millis + AHEAD_MAX.toMillis())
          .isPresent();
    }
  }
}
