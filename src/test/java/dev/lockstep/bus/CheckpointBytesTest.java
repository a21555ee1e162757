package dev.lockstep.bus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Hashes;
import dev.lockstep.proof.CheckpointMessage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The bytes of messages about checkpoints")
class CheckpointBytesTest {
  private static final Hash GENESIS = Hashes.of("genesis");
  private static final List<CheckpointMessage> MESSAGES =
      List.of(
          new CheckpointMessage.Ask("A", 7, Hashes.of("root"), signature(64)),
          new CheckpointMessage.Cosigned("A", Long.MAX_VALUE, signature(72)),
          new CheckpointMessage.Passed("A", 1, Long.MIN_VALUE),
          new CheckpointMessage.Differs("A", 0, Hashes.of("other root"), signature(0)));

  private static Envelope decode(String from, byte[] bytes) {
    return EnvelopeBytes.decode(from, new ByteReader(bytes));
  }

  private static byte[] signature(int length) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0x9a);
    return bytes;
  }

  private static byte[] encoded(CheckpointMessage message) {
    return EnvelopeBytes.encode(new Envelope.OfCheckpoint(GENESIS, message)).toByteArray();
  }

  @Test
  void read_back_as_they_were() {
    for (var message : MESSAGES) {
      var bytes = encoded(message);
      var read = assertInstanceOf(Envelope.OfCheckpoint.class, decode("A", bytes));
      assertEquals(GENESIS, read.genesis());
      assertEquals(message.getClass(), read.message().getClass());
      assertEquals(message.size(), read.message().size());
      // Every field is in the bytes, so equal bytes are equal messages.
      assertArrayEquals(bytes, encoded(read.message()));
    }
  }

  @Test
  void are_no_message_when_they_end_early_or_late_or_in_the_name_of_another_member() {
    for (var message : MESSAGES) {
      var bytes = encoded(message);
      for (int length = 0; length < bytes.length; length++) {
        assertInstanceOf(Envelope.Undecodable.class, decode("A", Arrays.copyOf(bytes, length)));
      }
      assertInstanceOf(
          Envelope.Undecodable.class, decode("A", Arrays.copyOf(bytes, bytes.length + 1)));
      assertInstanceOf(Envelope.Undecodable.class, decode("B", bytes));
    }
  }

  @Test
  void with_a_signature_of_another_length_are_no_message() {
    var bytes = encoded(new CheckpointMessage.Cosigned("A", 1, signature(129)));
    assertInstanceOf(Envelope.Undecodable.class, decode("A", bytes));
  }
}
