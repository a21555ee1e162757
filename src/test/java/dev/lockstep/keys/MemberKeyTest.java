package dev.lockstep.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.interfaces.XECPublicKey;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A member's key pair")
class MemberKeyTest {
  private static final HexFormat HEX = HexFormat.of();

  /** RFC 8032, section 7.1: tests 1 to 3. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  })
  void signs_as_rfc_8032_has_it(String seed, String pub, String message, String signature) {
    var key = MemberKey.ofSeed(HEX.parseHex(seed));

    assertEquals(pub, key.publicKey().toString());
    assertEquals(signature, HEX.formatHex(key.sign(HEX.parseHex(message))));
    assertTrue(key.publicKey().verify(HEX.parseHex(message), HEX.parseHex(signature)));
  }

  @Test
  void another_message_another_key_and_another_signature_do_not_verify() {
    var key = MemberKey.generate();
    var message = new byte[] {1, 2, 3};
    var signature = key.sign(message);

    assertTrue(key.publicKey().verify(message, signature));
    assertFalse(key.publicKey().verify(new byte[] {1, 2, 4}, signature));
    assertFalse(MemberKey.generate().publicKey().verify(message, signature));
    assertFalse(key.publicKey().verify(message, new byte[64]));
    assertFalse(key.publicKey().verify(message, new byte[0]));
    signature[63] |= (byte) 0xf0;
    assertFalse(key.publicKey().verify(message, signature), "a number beyond the group's order");
  }

  /** RFC 7748, section 4.1: the base points of the two curves are each other's images. */
  @Test
  void the_base_point_is_nine_on_curve25519() {
    var base = PublicKey.of(HEX.parseHex("58" + "66".repeat(31)));

    assertEquals(9, ((XECPublicKey) base.forAgreement()).getU().intValueExact());
  }

  /**
   * X25519 of the mapped private key and the base point (RFC 7748, section 6.1) is the mapped
   * public key: both halves are of one pair on Curve25519 too.
   */
  @Test
  void the_mapped_halves_belong_together() {
    var base = PublicKey.of(HEX.parseHex("58" + "66".repeat(31)));
    for (int i = 0; i < 20; i++) {
      var key = MemberKey.generate();
      var u = ((XECPublicKey) key.publicKey().forAgreement()).getU();

      assertEquals(u, new java.math.BigInteger(1, reversed(key.agree(base))));
    }
  }

  /** Another implementation's result for the same pair. */
  @Test
  void maps_a_known_pair_to_a_known_one() {
    var seed = "421151a459faeade3d247115f94aedae42318124095afabe4d1451a559faedee";
    var u = "f1814f0e8ff1043d8a44d25babff3cedcae6c22c3edaa48f857ae70de2baae50";
    var key = MemberKey.ofSeed(HEX.parseHex(seed)).publicKey();

    assertEquals(
        new java.math.BigInteger(1, reversed(HEX.parseHex(u))),
        ((XECPublicKey) key.forAgreement()).getU());
  }

  @Test
  void two_members_agree_on_a_secret_that_a_third_does_not_have() {
    var a = MemberKey.generate();
    var b = MemberKey.generate();
    var c = MemberKey.generate();

    assertArrayEquals(a.agree(b.publicKey()), b.agree(a.publicKey()));
    assertNotEquals(HEX.formatHex(a.agree(b.publicKey())), HEX.formatHex(a.agree(c.publicKey())));
  }

  @Test
  void a_pair_has_one_key_for_each_direction_and_for_each_name() {
    var a = MemberKey.generate();
    var b = MemberKey.generate();

    var ab = PairKey.sending(a, "A", b.publicKey(), "B");
    assertEquals(ab, PairKey.receiving(b, "B", a.publicKey(), "A"));
    assertNotEquals(ab, PairKey.sending(b, "B", a.publicKey(), "A"));
    assertNotEquals(ab, PairKey.sending(a, "A", b.publicKey(), "C"));
    assertNotEquals(ab, PairKey.sending(a, "C", b.publicKey(), "B"));
    assertEquals(32, ab.getEncoded().length);
  }

  /** For a point of small order anybody can make a signature; the others are no points. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // The eight points of small order, and two more spellings of them.
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        // A y to which there is no x.
        "0200000000000000000000000000000000000000000000000000000000000000",
        "00",
      })
  void what_nobody_can_sign_with_is_no_public_key(String raw) {
    assertThrows(IllegalArgumentException.class, () -> PublicKey.of(HEX.parseHex(raw)));
  }

  @Test
  void the_secret_is_not_printed() {
    var seed = HEX.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    var text = MemberKey.ofSeed(seed).toString().toLowerCase(Locale.ROOT);

    assertFalse(text.contains("9d61b19d"), text);
  }

  private static byte[] reversed(byte[] bytes) {
    var reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
