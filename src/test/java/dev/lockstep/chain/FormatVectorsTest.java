package dev.lockstep.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.keys.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The worked example of {@code docs/format.md}. Its numbers were computed from the text by another
 * program; changing one here means that chains which exist can no longer be read.
 */
@DisplayName("The examples of docs/format.md")
class FormatVectorsTest {
  private static final String GENESIS =
      "6c6f636b737465702d67656e657369732d7631000464656d6f00076c616d706f7274000000020001"
          + "410001420000000200014100014100000000000003e800014200014200000000000001f4";
  private static final String GENESIS_HASH =
      "27ad9e1dcb0b3ab2961b4a5b407ce8e55ca6e6d8438f58c4488707eb8ea68c72";
  private static final String TRANSFER =
      "018f4e7a6b1c7d3e9a2b5c4d3e2f1a0b00014100014200000000000001900005636166c3a9";
  private static final String LEAF =
      "ffc437d822d76169314f1fb5bc5cf6da331dced6946ff926c46b180637a2ba15";
  private static final String EMPTY_ROOT =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String HEADER_1 =
      "6c6f636b737465702d626c6f636b2d7631000000000000000127ad9e1dcb0b3ab2961b4a5b407ce8"
          + "e55ca6e6d8438f58c4488707eb8ea68c72000000000000000200014100000001ffc437d822d76169"
          + "314f1fb5bc5cf6da331dced6946ff926c46b180637a2ba15";
  private static final String HASH_1 =
      "d256dbc15378d723ea59880c0af72e6e4a24bdef4adb409b1e90424000d38d89";
  private static final String SIGNATURE_1 =
      "1ad8762ca6238181758dbea7881fb165e917c3c55154e267e6795e12a3c13d1daedc14610aa0a86383"
          + "d1633087bef35404dbb000df3f1d18e116607344b54c02";
  private static final String FIRST =
      "018f4e7b00007000800000000000000100014200014100000000000000010000";
  private static final String SECOND =
      "018f4e7b00007000800000000000000200014200014100000000000000fa000472656e74";
  private static final String THIRD =
      "018f4e7b00007000800000000000000300014200014100000000000000630004f09f8d8b";
  private static final String FIRST_LEAF =
      "9cc495e2ef045326b7e28c467105dbff27b7b5dcaea565f08b4171b98a000411";
  private static final String SECOND_LEAF =
      "62056bdeaade56a4ec7f72e5ecc72c7f193c6ac1a2ebf26ff2e122c1dbd8b367";
  private static final String THIRD_LEAF =
      "1c744bd40d4137f779d3cb788fa0f91e5ed5637aa5caf5be626f2bdfbf98ec84";
  private static final String NODE =
      "4db59926c077fdefa8b39c90d6377544545f686a7d41f63b93aeb54bbb006792";
  private static final String ROOT_2 =
      "846ab2f45216d771a3700852cdf387111e76f49e546108d72fdb47d376bd9eef";
  private static final String HEADER_2 =
      "6c6f636b737465702d626c6f636b2d76310000000000000002d256dbc15378d723ea59880c0af72e"
          + "6e4a24bdef4adb409b1e90424000d38d89000000000000000700014200000003846ab2f45216d771"
          + "a3700852cdf387111e76f49e546108d72fdb47d376bd9eef";
  private static final String HASH_2 =
      "a4f821f970ff8d48dc1ae8dc3597494d1959b4dbede39fe18b8560065cf1d50a";

  private static final String LOG_SIGNATURE =
      "c2572694ff18f2d75749e11801c33d78b2afd39ea161d9ea22eeefbf768861eae4d49334ecbef2765909c7c902f7289f8fd5491c7277bdb25ef1e854da74700e";

  private static final Genesis DEMO =
      new Genesis(
          "demo",
          Protocol.LAMPORT,
          List.of("A", "B"),
          List.of(new Genesis.Account("A", "A", 1_000), new Genesis.Account("B", "B", 500)));
  private static final Transfer CAFE =
      transfer("018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b", "A", "B", 400, "caf\u00e9");
  private static final List<Transfer> THREE =
      List.of(
          transfer("018f4e7b-0000-7000-8000-000000000001", "B", "A", 1, ""),
          transfer("018f4e7b-0000-7000-8000-000000000002", "B", "A", 250, "rent"),
          transfer("018f4e7b-0000-7000-8000-000000000003", "B", "A", 99, "\ud83c\udf4b"));

  private static Transfer transfer(String id, String from, String to, long amount, String memo) {
    return new Transfer(UUID.fromString(id), from, to, amount, memo);
  }

  @Test
  void genesis() {
    assertEquals(GENESIS, hex(DEMO.encode()));
    assertEquals(GENESIS_HASH, DEMO.hash().toString());
    assertEquals(DEMO, Genesis.decode(bytes(GENESIS)));
  }

  @Test
  void transfer_and_leaf() {
    assertEquals(TRANSFER, hex(CAFE.encode()));
    assertEquals(CAFE, Transfer.decode(new ByteReader(bytes(TRANSFER))));
    assertEquals(LEAF, MerkleTree.leaf(CAFE.encode()).toString());
    assertEquals(EMPTY_ROOT, MerkleTree.root(List.of()).toString());
  }

  @Test
  void a_block_with_one_transfer() {
    var block = Block.of(1, Hash.parse(GENESIS_HASH), 2, "A", List.of(CAFE));

    assertEquals(LEAF, block.header().root().toString());
    assertEquals(HEADER_1 + TRANSFER, hex(block.bytes()));
    assertEquals(HASH_1, block.hash().toString());
  }

  @Test
  void the_signature_of_a_block() {
    var block = Block.decode(bytes(HEADER_1 + TRANSFER));
    assertEquals(SIGNATURE_1, hex(Keys.of("A").sign(block.statement())));
  }

  @Test
  void the_signature_of_a_log() {
    var log = SignedLog.unsigned(List.of(CAFE));
    var statement = log.statement(DEMO.hash(), 1);
    assertEquals(LOG_SIGNATURE, hex(Keys.of("A").sign(statement)));
  }

  /** Which parts of a log the proofs of its parts prove. */
  @Test
  void a_part_is_proven_when_it_is_the_beginning_of_the_log() {
    var log = SignedLog.unsigned(THREE).signed(MemberSignature.of(new byte[64]));
    for (int size = 1; size <= 3; size++) {
      var part = THREE.subList(0, size);
      var proof = log.prove(part).orElseThrow();
      for (int other = 1; other <= 3; other++) {
        assertEquals(other == size, begins(proof, THREE.subList(0, other)), size + " " + other);
      }
      assertFalse(begins(proof, THREE.reversed().subList(0, size)));
    }
    assertTrue(log.prove(THREE.subList(1, 2)).isEmpty(), "not its beginning");
    assertTrue(SignedLog.unsigned(THREE).prove(THREE).isEmpty(), "not signed");
  }

  private static boolean begins(LogProof proof, List<Transfer> part) {
    var others = Stream.concat(Stream.of(CAFE), part.stream()).toList();
    return proof.begins(Block.of(1, DEMO.hash(), 1, "A", others), t -> !t.equals(CAFE));
  }

  @Test
  void a_block_with_three_transfers() {
    var leaves = THREE.stream().map(t -> MerkleTree.leaf(t.encode())).toList();
    assertEquals(List.of(FIRST, SECOND, THIRD), THREE.stream().map(t -> hex(t.encode())).toList());
    assertEquals(
        List.of(FIRST_LEAF, SECOND_LEAF, THIRD_LEAF), leaves.stream().map(Hash::toString).toList());
    assertEquals(NODE, MerkleTree.root(leaves.subList(0, 2)).toString());

    var block = Block.of(2, Hash.parse(HASH_1), 7, "B", THREE);

    assertEquals(ROOT_2, block.header().root().toString());
    assertEquals(HEADER_2 + FIRST + SECOND + THIRD, hex(block.bytes()));
    assertEquals(HASH_2, block.hash().toString());
  }

  @Test
  void a_ledger_takes_the_example_as_its_chain() {
    var ledger = new Ledger(DEMO);
    ledger.append(Block.decode(bytes(HEADER_1 + TRANSFER)));
    ledger.append(Block.decode(bytes(HEADER_2 + FIRST + SECOND + THIRD)));

    assertEquals(HASH_2, ledger.head().toString());
    assertEquals(950, ledger.balanceOf("A"));
    assertEquals(550, ledger.balanceOf("B"));
  }

  @Test
  void the_page_shows_these_numbers() throws Exception {
    var page = Files.readString(Path.of("docs", "format.md"));
    Stream.of(
            GENESIS_HASH,
            TRANSFER,
            LEAF,
            EMPTY_ROOT,
            HEADER_1,
            HASH_1,
            SIGNATURE_1,
            FIRST,
            SECOND,
            THIRD,
            FIRST_LEAF,
            SECOND_LEAF,
            THIRD_LEAF,
            NODE,
            ROOT_2,
            HEADER_2,
            HASH_2)
        .forEach(number -> assertTrue(page.lines().anyMatch(number::equals), number));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
