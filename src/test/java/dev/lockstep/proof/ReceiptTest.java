package dev.lockstep.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.HashTree;
import dev.lockstep.chain.Hashes;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.MerkleTree;
import dev.lockstep.chain.Transfer;
import dev.lockstep.keys.Keys;
import dev.lockstep.keys.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A receipt")
class ReceiptTest {
  private static final String ORIGIN = Checkpoint.originOf("demo", Hash.ZERO);
  private static final List<Transfer> TRANSFERS =
      List.of(transfer(1), transfer(2), transfer(3), transfer(4), transfer(5));
  private static final Header HEADER =
      new Header(
          7,
          Hashes.of("6"),
          21,
          "A",
          TRANSFERS.size(),
          MerkleTree.root(TRANSFERS.stream().map(t -> MerkleTree.leaf(t.encode())).toList()));
  private static final HashTree CHAIN =
      HashTree.overBlocks(h -> h == 7 ? HEADER.hash() : Hashes.of(String.valueOf(h)));

  static {
    CHAIN.growTo(12);
  }

  private static Transfer transfer(int n) {
    return new Transfer(new UUID(0x7000, n), "A", "B", 100 + n, "number " + n);
  }

  private static VerifierKey key(String member) {
    return new VerifierKey("demo/" + member, Keys.of(member).publicKey());
  }

  private static Trust trust(String... members) {
    return new Trust(
        ORIGIN, List.of(members).stream().map(ReceiptTest::key).toList(), members.length);
  }

  /** The first signs as the log, the others cosign. */
  private static SignedNote note(String... members) {
    var text = new Checkpoint(ORIGIN, 12, CHAIN.root(12)).text();
    List<SignedNote.Line> lines = new ArrayList<>();
    for (var member : members) {
      lines.add(
          lines.isEmpty()
              ? Signing.sign(Keys.of(member), "demo/" + member, text)
              : Signing.cosign(Keys.of(member), "demo/" + member, text, 1_800_000_000));
    }
    return new SignedNote(text, lines);
  }

  private static Receipt receipt(int position) {
    return Receipt.of(HEADER, TRANSFERS, position, CHAIN, note("A", "B"));
  }

  private static String problem(Receipt receipt, Trust trust) {
    return assertInstanceOf(Receipt.Finding.Fails.class, receipt.check(trust)).problem();
  }

  @Test
  void proves_each_transfer_of_a_block() {
    for (int position = 0; position < TRANSFERS.size(); position++) {
      var holds =
          assertInstanceOf(
              Receipt.Finding.Holds.class, receipt(position).check(trust("A", "B", "C")));
      assertEquals(HEADER.hash(), holds.block());
      assertEquals(List.of("demo/A", "demo/B"), holds.signatories());
      assertEquals(11, holds.checkpoint().height());
    }
  }

  @Test
  void proves_nothing_when_anything_in_it_is_changed() {
    var r = receipt(2);
    var trust = trust("A", "B", "C");
    var t = r.transfer();
    var other = new Transfer(t.id(), t.from(), t.to(), t.amount() + 1, t.memo());
    var h = r.header();
    var later = new Header(8, h.previous(), h.time(), h.proposer(), h.transferCount(), h.root());
    var longer = new ArrayList<>(r.blockPath());
    longer.add(Hash.ZERO);
    for (var wrong :
        List.of(
            new Receipt(other, 2, h, r.transferPath(), r.blockPath(), r.note()),
            new Receipt(t, 3, h, r.transferPath(), r.blockPath(), r.note()),
            new Receipt(t, -1, h, r.transferPath(), r.blockPath(), r.note()),
            new Receipt(t, 2, later, r.transferPath(), r.blockPath(), r.note()),
            new Receipt(t, 2, h, r.blockPath(), r.blockPath(), r.note()),
            new Receipt(t, 2, h, r.transferPath(), r.transferPath(), r.note()),
            new Receipt(t, 2, h, r.transferPath(), longer, r.note()))) {
      assertTrue(problem(wrong, trust).contains("does not lead"), wrong.toString());
    }
  }

  @Test
  void needs_a_majority_of_the_members_signatures() {
    var r = receipt(0);
    assertTrue(problem(r, trust("A", "C", "D")).contains("signed by demo/A, and 2 of 3"));
    assertTrue(problem(r, trust("A", "B", "C", "D")).contains("3 of 4"));
    assertTrue(problem(r, trust("C", "D")).contains("no known key"));
    assertTrue(problem(r, new Trust(ORIGIN, List.of(key("A")), 2)).contains("2 of 2"));
    // Twice the same signatory counts once.
    var twice =
        new Receipt(
            r.transfer(), 0, r.header(), r.transferPath(), r.blockPath(), note("A", "A", "A"));
    assertTrue(problem(twice, trust("A", "B", "C")).contains("signed by demo/A, and 2 of 3"));
  }

  @Test
  void a_wrong_signature_of_a_known_key_refutes_it_and_of_an_unknown_one_does_nothing() {
    var r = receipt(0);
    var good = r.note();
    var forged = new SignedNote.Line("demo/C", key("C").id(), new byte[64]);
    var with =
        new Receipt(r.transfer(), 0, HEADER, r.transferPath(), r.blockPath(), good.with(forged));
    assertEquals("The signature of demo/C does not hold.", problem(with, trust("A", "B", "C")));
    assertInstanceOf(Receipt.Finding.Holds.class, with.check(trust("A", "B")));
    var stranger = new SignedNote.Line("demo/A", "00000000", new byte[64]);
    assertInstanceOf(
        Receipt.Finding.Holds.class,
        new Receipt(r.transfer(), 0, HEADER, r.transferPath(), r.blockPath(), good.with(stranger))
            .check(trust("A", "B")));
  }

  @Test
  void a_cosignature_covers_its_time() {
    var text = note("A").text();
    var line = Signing.cosign(Keys.of("A"), "demo/A", text, 1_800_000_000);
    assertTrue(Signing.isValid(key("A"), line, text));
    var later = line.signature().clone();
    later[7] ^= 1;
    assertEquals(
        false,
        Signing.isValid(key("A"), new SignedNote.Line(line.name(), line.keyId(), later), text));
    // And no signature of one kind is one of the other.
    var plain = Signing.sign(Keys.of("A"), "demo/A", text);
    assertEquals(
        false,
        Signing.isValid(
            key("A"),
            new SignedNote.Line("demo/A", key("A").cosignerId(), plain.signature()),
            text));
  }

  @Test
  void another_ledger_proves_nothing_here() {
    var elsewhere =
        new Trust(Checkpoint.originOf("demo", Hashes.of("else")), List.of(key("A"), key("B")), 2);
    assertTrue(
        problem(receipt(0), elsewhere).startsWith("The checkpoint is of lockstep/demo/0000"));
  }

  @Test
  void one_key_does_not_count_for_two_members() {
    var copy = new VerifierKey("demo/B", Keys.of("A").publicKey());
    assertThrows(
        IllegalArgumentException.class, () -> new Trust(ORIGIN, List.of(key("A"), copy), 2));
  }

  @Test
  void a_member_that_has_changed_its_key_counts_once() {
    var old = new VerifierKey("demo/A", Keys.of("A before").publicKey());
    var trust = new Trust(ORIGIN, List.of(old, key("A"), key("B")), 2);
    assertInstanceOf(Receipt.Finding.Holds.class, receipt(1).check(trust));
  }
}
