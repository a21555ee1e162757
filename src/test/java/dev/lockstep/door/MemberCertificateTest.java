package dev.lockstep.door;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lockstep.keys.KeyFile;
import dev.lockstep.keys.MemberKey;
import java.nio.file.Path;
import java.security.SignatureException;
import java.util.Date;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The certificate of a member")
class MemberCertificateTest {
  @TempDir Path data;

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 100, 200, 70_000})
  void is_signed_by_the_key_that_it_carries_whatever_the_length_of_the_name(int length)
      throws Exception {
    var key = key("A");
    var certificate = MemberCertificate.of("ü".repeat(length), key);
    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity(new Date(Long.MAX_VALUE / 1_000_000_000));
    assertArrayEquals(
        key.publicKey().forSignatures().getEncoded(), certificate.getPublicKey().getEncoded());
    assertEquals("CN=" + "ü".repeat(length), certificate.getSubjectX500Principal().getName());
  }

  @Test
  void is_not_signed_by_another_key() throws Exception {
    var certificate = MemberCertificate.of("A", key("A"));
    assertThrows(
        SignatureException.class, () -> certificate.verify(key("B").publicKey().forSignatures()));
  }

  private MemberKey key(String member) throws Exception {
    return KeyFile.openOrCreate(data.resolve(member), "test/" + member);
  }
}
