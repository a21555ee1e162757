package dev.lockstep.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Genesis;
import dev.lockstep.door.Refusals;
import dev.lockstep.keys.KeyFile;
import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.keys.PublicKey;
import dev.lockstep.keys.VerifierKey;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of an envelope is read before its sender has proved to be who it says. */
@DisplayName("The codec of envelopes")
class EnvelopeCodecTest {
  private static final Genesis GENESIS = Chains.genesis();
  private static final Envelope REFUSED = new Envelope.Refused();

  @TempDir Path data;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private EnvelopeCodec codec(String member) {
    return codec(member, ring());
  }

  private EnvelopeCodec codec(String member, Keyring keyring) {
    return new EnvelopeCodec(seal(member, keyring), new Refusals(registry));
  }

  private EnvelopeSeal seal(String member, Keyring keyring) {
    return new EnvelopeSeal(member, key(member), keyring);
  }

  private MemberKey key(String member) {
    return KeyFile.openOrCreate(data.resolve(member), VerifierKey.nameOf("test", member));
  }

  private Keyring ring() {
    Map<String, Optional<PublicKey>> all = new LinkedHashMap<>();
    List.of("A", "B", "C").forEach(name -> all.put(name, Optional.empty()));
    return Keyring.of("test", all, data, problem -> {});
  }

  private static Envelope fetch(String from, long height) {
    return new Envelope.Says(GENESIS.hash(), Stamp.NONE, new PeerMessage.Fetch(from, 1, 2, height));
  }

  private static byte[] sent(EnvelopeCodec by, String to, Envelope envelope) {
    var buffer = Buffer.buffer();
    by.encodeToWire(buffer, new Letter(to, envelope));
    return buffer.getBytes();
  }

  private static Envelope received(EnvelopeCodec by, byte[] bytes) {
    return by.decodeFromWire(0, Buffer.buffer(bytes));
  }

  private double refusals() {
    return registry.counter("lockstep.refused.envelopes").count();
  }

  @Test
  void a_member_hears_what_another_one_has_said_to_it() {
    var a = codec("A");
    var b = codec("B");
    var buffer = Buffer.buffer("before");

    a.encodeToWire(buffer, new Letter("B", fetch("A", 7)));
    buffer.appendString("behind");

    assertEquals(fetch("A", 7), b.decodeFromWire(6, buffer));
    assertEquals(
        new Envelope.Foreign("B", GENESIS),
        received(a, sent(b, "A", new Envelope.Foreign("B", GENESIS))));
    assertEquals(0, refusals());
  }

  @Test
  void within_a_node_the_envelope_itself_is_passed_on() {
    var envelope = fetch("A", 7);

    assertSame(envelope, codec("A").transform(new Letter("B", envelope)));
  }

  /** Every byte of it is covered: the version, the name, the MAC and the content. */
  @Test
  void no_bit_of_it_can_be_changed() {
    var b = codec("B");
    var bytes = sent(codec("A"), "B", fetch("A", 7));
    for (int bit = 8 * Integer.BYTES; bit < 8 * bytes.length; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertEquals(REFUSED, received(b, bytes), "bit " + bit);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertEquals(8 * (bytes.length - Integer.BYTES), refusals());
    assertEquals(fetch("A", 7), received(b, bytes));
  }

  @Test
  void what_was_said_to_one_is_not_heard_by_another_nor_comes_back() {
    var a = codec("A");
    codec("B");
    var toB = sent(a, "B", fetch("A", 7));

    assertEquals(REFUSED, received(codec("C"), toB));
    assertEquals(REFUSED, received(a, toB));
  }

  /** B says truly that it is B, and inside speaks as A. */
  @Test
  void a_member_does_not_speak_as_another() {
    codec("A");
    var c = codec("C");
    var b = codec("B");

    var heard = received(c, sent(b, "C", fetch("A", 7)));

    assertEquals(new Envelope.Undecodable("B", "a message in the name of another member"), heard);
    assertEquals(1, refusals());
  }

  /** What a stranger knows is the cluster file, and every public key. */
  @Test
  void nobody_speaks_without_a_key() throws Exception {
    var a = codec("A");
    var stranger = data.resolve("elsewhere");
    Files.createDirectory(stranger);
    codec("B");
    Files.createDirectory(stranger.resolve("A"));
    Files.copy(data.resolve("A/key.pub"), stranger.resolve("A/key.pub"));
    Map<String, Optional<PublicKey>> all = Map.of("A", Optional.empty(), "B", Optional.empty());
    var forger =
        new EnvelopeCodec(
            new EnvelopeSeal(
                "B",
                KeyFile.openOrCreate(stranger.resolve("B"), "test/B"),
                Keyring.of("test", all, stranger, problem -> {})),
            new Refusals(registry));

    assertEquals(REFUSED, received(a, sent(forger, "A", fetch("B", 7))));
    assertEquals(REFUSED, received(a, sent(forger, "A", new Envelope.Foreign("B", GENESIS))));
    assertEquals(2, refusals());
  }

  /** The event bus asks for the owner of a key when somebody connects with it. */
  @Test
  void a_member_with_a_new_key_is_heard_and_its_old_one_is_not() throws Exception {
    var keyring = ring();
    var a = codec("A", keyring);
    var before = codec("B");
    assertEquals(fetch("B", 7), received(a, sent(before, "A", fetch("B", 7))));
    Files.delete(data.resolve("B/key"));
    var after = codec("B");

    assertEquals(Optional.of("B"), keyring.owner(key("B").publicKey()));

    assertEquals(fetch("B", 8), received(a, sent(after, "A", fetch("B", 8))));
    assertEquals(REFUSED, received(a, sent(before, "A", fetch("B", 9))));
  }

  @Test
  void a_member_that_never_ran_is_not_known() {
    assertFalse(seal("A", ring()).knows("B"));
    assertFalse(seal("A", ring()).knows("X"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 100})
  void a_frame_with_an_absurd_length_is_refused_before_anything_is_allocated(int length) {
    var codec = codec("A");
    var buffer = Buffer.buffer().appendInt(length).appendBytes(new byte[20]);
    codec.decodeFromWire(0, buffer);
    long before = allocated();
    assertEquals(REFUSED, codec.decodeFromWire(0, buffer));
    assertTrue(allocated() - before < 200_000);
  }

  @Test
  void bytes_of_a_stranger_are_refused_whatever_they_are() {
    var codec = codec("A");
    for (int seed = 0; seed < 5_000; seed++) {
      var random = new Random(seed);
      var bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      if (bytes.length > 8 && seed % 2 == 0) {
        System.arraycopy(Buffer.buffer().appendInt(bytes.length - 4).getBytes(), 0, bytes, 0, 4);
        bytes[4] = 2;
        bytes[5] = 0;
        bytes[6] = 1;
        bytes[7] = (byte) "ABC".charAt(random.nextInt(3));
      }
      assertEquals(REFUSED, received(codec, bytes), "seed " + seed);
    }
    assertEquals(5_000, refusals());
  }

  @Test
  void a_name_of_60_kilobytes_is_refused() {
    var name = "x".repeat(60_000);
    var bytes =
        Buffer.buffer()
            .appendInt(60_100)
            .appendByte((byte) 2)
            .appendShort((short) 60_000)
            .appendBytes(name.getBytes(StandardCharsets.US_ASCII))
            .appendBytes(new byte[97])
            .getBytes();

    assertEquals(REFUSED, received(codec("A"), bytes));
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
