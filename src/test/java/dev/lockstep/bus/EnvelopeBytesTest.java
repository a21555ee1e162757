package dev.lockstep.bus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lockstep.chain.Attestation;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.LogProof;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.Head;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.mutex.State;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Purpose;
import dev.lockstep.order.Stamp;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import dev.lockstep.paxos.Vote;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels between nodes reads back; what is no message is refused, whatever it is. */
@DisplayName("The bytes of messages")
class EnvelopeBytesTest {
  private static final MemberSignature SIGNATURE =
      MemberSignature.of(new byte[MemberSignature.BYTES]);
  private static final Genesis GENESIS =
      new Genesis(
          "test",
          Protocol.LAMPORT,
          List.of("A", "B"),
          List.of(new Genesis.Account("A", "A", 1_000), new Genesis.Account("B", "B", 500)));
  private static final Block FIRST =
      Block.of(
          1,
          GENESIS.hash(),
          2,
          "A",
          List.of(
              new Transfer(new UUID(1, 2), "A", "B", 400, "caf\u00e9 \ud83c\udf4b"),
              new Transfer(new UUID(3, 4), "A", "B", 1, "")));
  private static final Block SECOND = Block.of(2, FIRST.hash(), 5, "B", List.of());
  private static final State IDLE =
      new State("A", 1, 0, 9, Optional.empty(), new Head(0, GENESIS.hash()), 0);
  private static final State BUSY =
      new State(
          "a-long_name-with-32-characters-0",
          Long.MAX_VALUE,
          1L << 40,
          1L << 61,
          Optional.of(new Timestamp(77, "a-long_name-with-32-characters-0")),
          new Head(1L << 50, FIRST.hash()),
          (1L << 50) - 1);

  private static final PaxosState NEW =
      new PaxosState("A", 0, 1, 9, 0, GENESIS.hash(), 0, Ballot.NONE, false, 0);
  private static final PaxosState OLD =
      new PaxosState(
          "a-long_name-with-32-characters-0",
          Long.MAX_VALUE,
          1L << 40,
          1L << 61,
          1L << 50,
          FIRST.hash(),
          (1L << 50) - 1,
          new Ballot(1L << 33, "a-long_name-with-32-characters-0"),
          true,
          Integer.MAX_VALUE);

  static Stream<Envelope> envelopes() {
    List<PeerMessage> messages = new ArrayList<>();
    for (var state : List.of(IDLE, BUSY)) {
      for (var block : List.of(Optional.<Block>empty(), Optional.of(FIRST))) {
        Stream.of(
                new MutexMessage.Hello(state, true, Long.MIN_VALUE),
                new MutexMessage.Hello(state, false, 7),
                new MutexMessage.Welcome(state, true, 5, 6, -8),
                new MutexMessage.Welcome(state, false, 0, Long.MAX_VALUE, 9),
                new MutexMessage.Request(state),
                new MutexMessage.Ack(state),
                new MutexMessage.Release(state),
                new MutexMessage.Append(state),
                new MutexMessage.Durable(state),
                new MutexMessage.Heartbeat(state))
            .forEach(turn -> messages.add(new LamportPeerMessage(turn, block)));
      }
    }
    messages.addAll(consensus());
    messages.add(new PeerMessage.Fetch("A", 1, 2, 3));
    messages.add(new PeerMessage.Fetch("B", Long.MAX_VALUE, 0, Long.MAX_VALUE));
    messages.add(new PeerMessage.Blocks("A", 1, 2, List.of()));
    messages.add(new PeerMessage.Blocks("A", 1, 2, List.of(FIRST, SECOND)));
    var signed = SECOND.signed("B", SIGNATURE);
    messages.add(new PeerMessage.Blocks("A", 1, 2, List.of(FIRST, signed, SECOND)));
    return Stream.concat(
        messages.stream().map(EnvelopeBytesTest::says),
        Stream.of(new Envelope.Foreign("A", GENESIS)));
  }

  private static Attestation attestation() {
    var whole = new LogProof(1, FIRST.hash(), List.of(), SIGNATURE);
    var part = new LogProof(9, FIRST.hash(), List.of(SECOND.hash(), FIRST.hash()), SIGNATURE);
    return new Attestation(
        new TreeMap<>(Map.of("A", SIGNATURE, "C", SIGNATURE)),
        new TreeMap<>(Map.of("A", whole, "B", part)));
  }

  private static List<PeerMessage> consensus() {
    var vote = Optional.of(new Vote(new Ballot(6, "B"), FIRST.hash()));
    SortedMap<String, Long> generations = new TreeMap<>(Map.of("A", 1L, "B", 3L));
    var value = FIRST.hash();
    List<PeerMessage> messages = new ArrayList<>();
    for (var state : List.of(NEW, OLD)) {
      var ballot = state.promised();
      Stream.of(
              new PaxosMessage.Hello(state, Long.MIN_VALUE),
              new PaxosMessage.Welcome(state, 1, Long.MAX_VALUE, 5, -6),
              new PaxosMessage.Heartbeat(state),
              new PaxosMessage.Join(state, ballot, -7),
              new PaxosMessage.Admit(state, ballot, Optional.empty(), -8),
              new PaxosMessage.Prepare(state, ballot, 8),
              new PaxosMessage.Promise(state, ballot, 8, Optional.empty(), new TreeMap<>(), true),
              new PaxosMessage.Accepted(state, ballot, 8, value),
              new PaxosMessage.Rejected(state, ballot, Long.MAX_VALUE),
              new PaxosMessage.Commit(state, 8, value))
          .forEach(paxos -> messages.add(new PaxosPeerMessage(paxos)));
      Stream.of(
              new PaxosMessage.Admit(state, ballot, vote, 9),
              new PaxosMessage.Promise(state, ballot, 8, vote, generations, false),
              new PaxosMessage.Accept(state, ballot, 8, value),
              new PaxosMessage.Commit(state, 8, value))
          .forEach(
              paxos ->
                  messages.add(
                      new PaxosPeerMessage(
                          paxos,
                          Optional.of(FIRST.with(attestation())),
                          SignedLog.unsigned(FIRST.transfers()).signed(SIGNATURE),
                          attestation().signatures())));
    }
    return messages;
  }

  private static Envelope says(PeerMessage message) {
    // One for each purpose, and none.
    var purpose =
        switch ((int) (message.time() % 3)) {
          case 0 -> Purpose.of(new Timestamp(5, "B")).again(true);
          case 1 -> Purpose.of(new Ballot(6, "C"));
          default -> Purpose.NONE;
        };
    var stamp = new Stamp(message.from(), Long.MIN_VALUE + 7, 12, 9, purpose);
    return new Envelope.Says(GENESIS.hash(), stamp, message);
  }

  @ParameterizedTest
  @MethodSource("envelopes")
  void every_envelope_reads_back(Envelope envelope) {
    assertEquals(envelope, decode(encode(envelope)));
  }

  @Test
  void every_type_of_message_is_among_them() {
    var types =
        envelopes()
            .filter(Envelope.Says.class::isInstance)
            .map(e -> ((Envelope.Says) e).message().type())
            .distinct()
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "accept",
            "accepted",
            "ack",
            "admit",
            "append",
            "blocks",
            "commit",
            "durable",
            "fetch",
            "heartbeat",
            "hello",
            "join",
            "prepare",
            "promise",
            "rejected",
            "release",
            "request",
            "welcome"),
        types);
  }

  @Test
  void a_block_arrives_with_the_bytes_it_was_made_with() {
    var release = new LamportPeerMessage(new MutexMessage.Release(IDLE), Optional.of(FIRST));
    var read = (Envelope.Says) decode(encode(says(release)));
    assertArrayEquals(
        FIRST.bytes(), ((LamportPeerMessage) read.message()).block().orElseThrow().bytes());
  }

  @ParameterizedTest
  @MethodSource("envelopes")
  void every_truncated_prefix_and_every_longer_form_is_refused(Envelope envelope) {
    var bytes = encode(envelope);
    for (int length = 0; length < bytes.length; length++) {
      assertUndecodable(Arrays.copyOf(bytes, length), length + " bytes");
    }
    assertUndecodable(Arrays.copyOf(bytes, bytes.length + 1), "one more");
  }

  private static void assertUndecodable(byte[] bytes, String what) {
    assertInstanceOf(Envelope.Undecodable.class, decode(bytes), what);
  }

  private static byte[] encode(Envelope envelope) {
    return EnvelopeBytes.encode(envelope).toByteArray();
  }

  /** Each is said by its own sender, as its MAC has shown: the senders here are these. */
  private static Envelope decode(byte[] bytes) {
    var refused = EnvelopeBytes.decode("A", new ByteReader(bytes));
    for (var from : List.of("B", "a-long_name-with-32-characters-0")) {
      if (!(refused instanceof Envelope.Undecodable)) {
        return refused;
      }
      refused = EnvelopeBytes.decode(from, new ByteReader(bytes));
    }
    return refused;
  }

  private static void assertUndecodable(PeerMessage message) {
    assertUndecodable(encode(says(message)), message.toString());
  }

  /** Whatever a mutation gives, it is refused or it is an envelope: nothing is ever thrown. */
  @Test
  void mutations_never_throw_and_never_allocate_absurdly() {
    var all = envelopes().map(EnvelopeBytesTest::encode).toList();
    int refused = 0;
    int taken = 0;
    for (int seed = 0; seed < 30_000; seed++) {
      var bytes = mutation(new Random(seed), all);
      long before = allocated();
      var decoded = decode(bytes, seed);
      long used = allocated() - before;
      assertTrue(
          used < 3 * (200_000 + 100L * bytes.length), "seed " + seed + ": " + used + " bytes");
      if (decoded instanceof Envelope.Undecodable) {
        refused++;
      } else {
        taken++;
        // What was taken for an envelope can be sent on.
        encode(decoded);
      }
    }
    assertTrue(refused > 1_000 && taken > 1_000, refused + " refused, " + taken + " taken");
  }

  private static Envelope decode(byte[] bytes, int seed) {
    try {
      return decode(bytes);
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static byte[] mutation(Random random, List<byte[]> all) {
    var bytes = all.get(random.nextInt(all.size())).clone();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, 1 + random.nextInt(2 * bytes.length));
        case 3 -> {
          // Counts and lengths are where it hurts.
          int extreme = new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0}[random.nextInt(4)];
          for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (extreme >>> 8 * (3 - i));
          }
        }
        default -> {
          var other = all.get(random.nextInt(all.size()));
          int length = Math.min(other.length, bytes.length) - at;
          if (length > 0) {
            System.arraycopy(other, at, bytes, at, length);
          }
        }
      }
    }
    return bytes;
  }

  @Test
  void random_bytes_never_throw() {
    for (int seed = 0; seed < 5_000; seed++) {
      var random = new Random(seed);
      var bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      if (bytes.length > 2 && seed % 2 == 0) {
        bytes[0] = (byte) (1 + random.nextInt(2));
      }
      decode(bytes, seed);
    }
  }

  @Test
  void a_member_speaks_for_itself_alone() {
    var bytes = encode(says(new PeerMessage.Fetch("A", 1, 2, 3)));

    var refused = (Envelope.Undecodable) EnvelopeBytes.decode("B", new ByteReader(bytes));

    assertEquals("B", refused.from());
    assertEquals("a message in the name of another member", refused.reason());
    assertInstanceOf(
        Envelope.Undecodable.class,
        EnvelopeBytes.decode("B", new ByteReader(encode(new Envelope.Foreign("A", GENESIS)))));
  }

  /** A foreign genesis is shown to a person; one that overflows must not stop the node. */
  @Test
  void a_genesis_with_balances_that_overflow_is_refused() {
    var out = new ByteWriter(200_000).int8(2).str("A");
    out.ascii("lockstep-genesis-v1").str("test").str("lamport").int32(1).str("X").int32(10_000);
    for (int i = 0; i < 10_000; i++) {
      out.str("a%05d".formatted(i)).str("X").int64(1_000_000_000_000_000L);
    }
    assertUndecodable(out.toByteArray(), "overflow");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void blocks_are_asked_for_from_a_height_that_can_be(long height) {
    assertUndecodable(new PeerMessage.Fetch("A", 1, 1, height));
  }

  @Test
  void numbers_below_zero_are_refused_in_every_state() {
    var head = IDLE.head();
    Optional<Timestamp> none = Optional.empty();
    for (var state :
        List.of(
            new State("A", -1, 0, 9, none, head, 0),
            new State("A", 1, 0, -9, none, head, 0),
            new State("A", 1, 0, 9, Optional.of(new Timestamp(-1, "A")), head, 0),
            new State("A", 1, 0, 9, none, new Head(-1, head.hash()), 0),
            new State("A", 1, 0, 9, none, head, -1))) {
      assertUndecodable(new LamportPeerMessage(new MutexMessage.Ack(state), Optional.empty()));
    }
  }

  @Test
  void numbers_below_zero_are_refused_in_every_stand_and_ballot() {
    var hash = NEW.hash();
    var none = Ballot.NONE;
    for (var state :
        List.of(
            new PaxosState("A", -1, 1, 9, 0, hash, 0, none, true, 0),
            new PaxosState("A", 1, -1, 9, 0, hash, 0, none, true, 0),
            new PaxosState("A", 1, 1, -9, 0, hash, 0, none, true, 0),
            new PaxosState("A", 1, 1, 9, -1, hash, 0, none, true, 0),
            new PaxosState("A", 1, 1, 9, 0, hash, -1, none, true, 0),
            new PaxosState("A", 1, 1, 9, 0, hash, 0, new Ballot(-1, "A"), true, 0),
            new PaxosState("A", 1, 1, 9, 0, hash, 0, none, true, -1))) {
      assertUndecodable(paxos(new PaxosMessage.Heartbeat(state), List.of()));
    }
    var low = new Ballot(Long.MIN_VALUE, "B");
    var vote = Optional.of(new Vote(low, hash));
    for (var message :
        List.of(
            new PaxosMessage.Welcome(NEW, -1, 0, 0, 0),
            new PaxosMessage.Welcome(NEW, 0, -1, 0, 0),
            new PaxosMessage.Welcome(NEW, 0, 0, -1, 0),
            new PaxosMessage.Join(NEW, low, 0),
            new PaxosMessage.Admit(NEW, none, vote, 0),
            new PaxosMessage.Prepare(NEW, low, 1),
            new PaxosMessage.Prepare(NEW, none, -1),
            new PaxosMessage.Promise(
                NEW, none, 1, Optional.empty(), new TreeMap<>(Map.of("B", -1L)), true),
            new PaxosMessage.Accept(NEW, none, -1, hash),
            new PaxosMessage.Accepted(NEW, none, -1, hash),
            new PaxosMessage.Rejected(NEW, none, -1),
            new PaxosMessage.Commit(NEW, -1, hash))) {
      assertUndecodable(paxos(message, List.of()));
    }
  }

  @Test
  void a_block_that_is_spoken_of_travels_along_and_no_other_one() {
    var none = Ballot.NONE;
    var first = FIRST.hash();
    var vote = Optional.of(new Vote(none, first));
    for (var message :
        List.of(
            new PaxosMessage.Accept(NEW, none, 1, first),
            new PaxosMessage.Promise(NEW, none, 1, vote, new TreeMap<>(), true),
            new PaxosMessage.Admit(NEW, none, vote, 0))) {
      assertUndecodable(paxos(message, List.of()));
      assertUndecodable(new PaxosPeerMessage(message, Optional.of(SECOND)));
    }
    for (var message :
        List.of(
            new PaxosMessage.Commit(NEW, 1, first),
            new PaxosMessage.Prepare(NEW, none, 1),
            new PaxosMessage.Admit(NEW, none, Optional.empty(), 0))) {
      assertUndecodable(new PaxosPeerMessage(message, Optional.of(SECOND)));
    }
  }

  @Test
  void a_local_log_is_no_longer_than_a_block() {
    var promise =
        new PaxosMessage.Promise(NEW, Ballot.NONE, 1, Optional.empty(), new TreeMap<>(), true);
    var transfer = FIRST.transfers().getLast();
    var most = paxos(promise, Collections.nCopies(Block.TRANSFERS_MAX, transfer));
    assertEquals(says(most), decode(encode(says(most))));
    assertUndecodable(paxos(promise, Collections.nCopies(Block.TRANSFERS_MAX + 1, transfer)));
  }

  @Test
  void a_member_has_one_generation() {
    var generations = new TreeMap<>(Map.of("B", 1L, "C", 2L));
    var promise =
        new PaxosMessage.Promise(NEW, Ballot.NONE, 1, Optional.empty(), generations, true);
    var bytes = encode(says(paxos(promise, List.of())));
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf('C')] = 'B';
    assertUndecodable(bytes, "two generations of B");
  }

  private static PeerMessage paxos(PaxosMessage message, List<Transfer> log) {
    return new PaxosPeerMessage(message, Optional.empty(), SignedLog.unsigned(log));
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
