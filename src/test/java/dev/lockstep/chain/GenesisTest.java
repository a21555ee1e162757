package dev.lockstep.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Genesis.Account;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The genesis")
class GenesisTest {
  private static final List<String> MEMBERS = List.of("A", "B");
  private static final List<Account> ACCOUNTS =
      List.of(new Account("A", "A", 1_000), new Account("B", "B", 500));

  private static Genesis genesis(List<String> members, List<Account> accounts) {
    return new Genesis("test", Protocol.LAMPORT, members, accounts);
  }

  @Test
  void the_order_in_which_names_are_given_does_not_matter() {
    var sorted = genesis(MEMBERS, ACCOUNTS);
    var reversed = genesis(MEMBERS.reversed(), ACCOUNTS.reversed());

    assertEquals(sorted, reversed);
    assertEquals(sorted.hash(), reversed.hash());
    assertEquals(MEMBERS, reversed.members());
    assertEquals(ACCOUNTS, reversed.accounts());
  }

  @Test
  void names_are_sorted_by_their_bytes() {
    var names = List.of("b", "_", "a1", "A", "a", "-", "B", "10", "9", "a_");
    assertEquals(
        List.of("-", "10", "9", "A", "B", "_", "a", "a1", "a_", "b"),
        genesis(names, List.of()).members());
  }

  @Test
  void everything_that_is_agreed_on_is_in_the_hash() {
    var hash = genesis(MEMBERS, ACCOUNTS).hash();
    assertNotEquals(hash, new Genesis("other", Protocol.LAMPORT, MEMBERS, ACCOUNTS).hash());
    assertNotEquals(hash, new Genesis("test", Protocol.PAXOS, MEMBERS, ACCOUNTS).hash());
    assertNotEquals(hash, genesis(List.of("A", "B", "C"), ACCOUNTS).hash());
    assertNotEquals(hash, genesis(MEMBERS, ACCOUNTS.subList(0, 1)).hash());
    assertNotEquals(
        hash, genesis(MEMBERS, List.of(ACCOUNTS.get(0), new Account("B", "A", 500))).hash());
    assertNotEquals(
        hash, genesis(MEMBERS, List.of(ACCOUNTS.get(0), new Account("B", "B", 501))).hash());
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "a-Z_09", "12345678901234567890123456789012", "-", "_"})
  void these_are_names(String name) {
    assertTrue(Genesis.isName(name));
    genesis(List.of(name), List.of(new Account(name, name, 0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a.b",
        "\u00e4",
        "A\n",
        "\u0410",
        "123456789012345678901234567890123",
        "<b>",
        "\ud83c\udf4b",
        "A\u0000"
      })
  void these_are_no_names(String name) {
    assertFalse(Genesis.isName(name));
    assertRefused(() -> genesis(List.of(name), List.of()));
    assertRefused(() -> genesis(MEMBERS, List.of(new Account(name, "A", 1))));
    assertRefused(() -> new Genesis(name, Protocol.LAMPORT, MEMBERS, ACCOUNTS));
  }

  @Test
  void a_name_is_there_once() {
    assertRefused(() -> genesis(List.of("A", "B", "A"), ACCOUNTS));
    assertRefused(
        () -> genesis(MEMBERS, List.of(new Account("A", "A", 1), new Account("A", "B", 1))));
  }

  @Test
  void an_owner_is_a_member() {
    assertRefused(() -> genesis(MEMBERS, List.of(new Account("A", "C", 1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"raft", "Lamport", ""})
  void an_unknown_protocol_is_refused(String name) {
    var bytes =
        new ByteWriter(64).ascii("lockstep-genesis-v1").str("test").str(name).int32(0).int32(0);

    var refused = assertThrows(MalformedException.class, () -> Genesis.decode(bytes.toByteArray()));
    assertEquals("its protocol \"" + name + "\" is not lamport or paxos", refused.getMessage());
  }

  @Test
  void a_balance_lies_between_zero_and_the_largest_amount() {
    assertEquals(0, genesis(MEMBERS, List.of(new Account("A", "A", 0))).supply());
    assertEquals(Amount.MAX, genesis(MEMBERS, List.of(new Account("A", "A", Amount.MAX))).supply());
    assertRefused(() -> genesis(MEMBERS, List.of(new Account("A", "A", -1))));
    assertRefused(() -> genesis(MEMBERS, List.of(new Account("A", "A", Amount.MAX + 1))));
    assertRefused(() -> genesis(MEMBERS, List.of(new Account("A", "A", Long.MIN_VALUE))));
  }

  /** 9,223 of the largest balances fit a long, one more does not. */
  @Test
  void a_sum_that_no_long_holds_is_refused() {
    assertEquals(9_223 * Amount.MAX, genesis(MEMBERS, rich(9_223)).supply());
    assertRefused(() -> genesis(MEMBERS, rich(9_224)));
  }

  @Test
  void bytes_whose_balances_overflow_are_malformed() {
    var out = header(2).str("A").str("B").int32(9_224);
    rich(9_224).forEach(a -> out.str(a.name()).str(a.owner()).int64(a.balance()));
    assertThrows(MalformedException.class, () -> Genesis.decode(out.toByteArray()));
  }

  /** Two byte forms of one genesis would be two hashes of one ledger. */
  @Test
  void bytes_that_are_not_sorted_are_malformed() {
    assertThrows(
        MalformedException.class,
        () -> Genesis.decode(header(2).str("B").str("A").int32(0).toByteArray()));
    var accounts = header(1).str("A").int32(2).str("b").str("A").int64(1);
    assertThrows(
        MalformedException.class,
        () -> Genesis.decode(accounts.str("a").str("A").int64(1).toByteArray()));
  }

  @Test
  void genesis_reads_back_from_its_bytes() {
    var bytes = Sample.GENESIS.encode();
    var read = Genesis.decode(bytes);

    assertEquals(Sample.GENESIS, read);
    assertArrayEquals(bytes, read.encode());
  }

  @Test
  void a_truncated_or_flipped_genesis_is_malformed_or_another() {
    var bytes = Sample.GENESIS.encode();
    for (int length = 0; length < bytes.length; length++) {
      var prefix = Arrays.copyOf(bytes, length);
      assertThrows(MalformedException.class, () -> Genesis.decode(prefix));
    }
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      var flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertArrayEquals(flipped, Genesis.decode(flipped).encode(), "bit " + bit);
      } catch (MalformedException e) {
        // As it should be.
      }
    }
  }

  @Test
  void accounts_are_found_by_name() {
    assertTrue(Sample.GENESIS.hasAccount("A2"));
    assertEquals("A", Sample.GENESIS.ownerOf("A2"));
    for (var nobody : List.of("", "0", "A1", "A3", "D", "a", "~")) {
      assertFalse(Sample.GENESIS.hasAccount(nobody), nobody);
    }
    assertEquals(2_507, Sample.GENESIS.supply());
  }

  @Test
  void a_member_pays_from_its_namesake_or_else_from_its_first_account() {
    var genesis =
        genesis(
            List.of("A", "B", "C"),
            List.of(new Account("A", "B", 0), new Account("B", "A", 0), new Account("A0", "A", 0)));
    assertEquals(Optional.of("A0"), genesis.defaultAccountOf("A"));
    assertEquals(Optional.of("A"), genesis.defaultAccountOf("B"));
    assertEquals(Optional.empty(), genesis.defaultAccountOf("C"));
    assertEquals(Optional.of("A"), Sample.GENESIS.defaultAccountOf("A"));
  }

  @Test
  void a_difference_is_shown_line_by_line() {
    var here = genesis(MEMBERS, ACCOUNTS);
    var there =
        new Genesis(
            "other",
            Protocol.PAXOS,
            List.of("A", "B", "C"),
            List.of(new Account("A", "B", 1_000), new Account("C", "C", 7)));

    assertEquals(
        List.of(
            "account A: owner A with 10.00 in conf, owner B with 10.00 in data",
            "account B: owner B with 5.00 in conf, missing in data",
            "account C: missing in conf, owner C with 0.07 in data",
            "ledger: test in conf, other in data",
            "member C: missing in conf, present in data",
            "protocol: lamport in conf, paxos in data"),
        here.difference("conf", there, "data"));
    assertEquals(List.of(), here.difference("conf", here, "data"));
  }

  private static ByteWriter header(int members) {
    return new ByteWriter(64)
        .ascii("lockstep-genesis-v1")
        .str("test")
        .str("lamport")
        .int32(members);
  }

  private static List<Account> rich(int count) {
    List<Account> accounts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      accounts.add(new Account("a%05d".formatted(i), "A", Amount.MAX));
    }
    return accounts;
  }

  private static void assertRefused(org.junit.jupiter.api.function.Executable executable) {
    assertThrows(IllegalArgumentException.class, executable);
  }
}
