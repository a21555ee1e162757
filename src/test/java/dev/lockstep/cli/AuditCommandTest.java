package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Transfer;
import dev.lockstep.config.ClusterConfigReader;
import dev.lockstep.keys.Keys;
import dev.lockstep.keys.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger finds what does not fit, whoever shows it. */
@DisplayName("./run.sh audit")
class AuditCommandTest {
  @TempDir Path folder;

  private Cli cli;
  private Genesis genesis;

  @BeforeEach
  void cluster() throws Exception {
    cli = new Cli(folder).cluster(1, 2, 3);
    genesis = ClusterConfigReader.read(folder.resolve("cluster.yaml")).genesis();
  }

  /** Blocks of a cent from A to B each, and the last with another amount. */
  private List<Block> chain(int length, long last) {
    List<Block> blocks = new ArrayList<>();
    Hash head = genesis.hash();
    for (int height = 1; height <= length; height++) {
      long amount = height == length ? last : 1;
      var transfer = new Transfer(new UUID(0x7000, height), "A", "B", amount, "m");
      var block = Block.of(height, head, height, "A", List.of(transfer));
      blocks.add(block);
      head = block.hash();
    }
    return blocks;
  }

  private Cli.Result audit(FakeReader... nodes) {
    List<String> words = new ArrayList<>(List.of("audit", "--once"));
    for (var node : nodes) {
      words.add(node.link());
    }
    for (var member : List.of("A", "B", "C")) {
      words.add("--key=" + new VerifierKey("test/" + member, Keys.of(member).publicKey()).line());
    }
    return cli.run(words.toArray(String[]::new));
  }

  private static void refused(String sentence, Cli.Result result) {
    assertEquals(5, result.code(), result::out);
    assertTrue(result.err().contains(sentence), result::err);
  }

  @Test
  void says_up_to_where_everything_fits_and_who_has_signed_it() throws IOException {
    try (var a = new FakeReader(genesis, chain(5, 1));
        var b = new FakeReader(genesis, chain(4, 1))) {
      b.signers = List.of("B", "A", "C");
      var result = audit(a, b);
      assertEquals(0, result.code(), result::err);
      var lines = result.out().lines().toList();
      assertEquals(2, lines.size(), result::out);
      assertTrue(
          lines
              .get(0)
              .contains(" fits up to block 5: every hash and every balance; test/A, test/B"),
          result::out);
      assertTrue(lines.get(1).endsWith("test/A, test/B, test/C have signed the blocks up to 4."));
    }
  }

  @Test
  void finds_a_fork_between_two_nodes_and_names_its_block() throws IOException {
    try (var a = new FakeReader(genesis, chain(5, 1));
        var b = new FakeReader(genesis, chain(3, 2))) {
      refused("The ledger has forked: block 3 is ", audit(a, b));
    }
  }

  @Test
  void finds_a_fork_between_two_nodes_although_the_first_node_does_not_answer() throws IOException {
    var gone = new FakeReader(genesis, chain(1, 1));
    gone.close();
    try (var b = new FakeReader(genesis, chain(3, 2));
        var c = new FakeReader(genesis, chain(5, 1))) {
      refused("The ledger has forked: block 3 is ", audit(gone, b, c));
    }
  }

  @Test
  void finds_blocks_that_nobody_has_signed() throws IOException {
    try (var node = new FakeReader(genesis, chain(5, 1))) {
      node.signed = chain(5, 2);
      refused("it shows other blocks up to 5 than test/A, test/B have signed", audit(node));
      node.signed = chain(6, 1);
      refused("its checkpoint covers block 6, and it gives no block above 5", audit(node));
      node.signed = chain(5, 1);
      node.signers = List.of("A");
      refused("signed by test/A, and 2 of 3 members have to sign", audit(node));
    }
  }

  @Test
  void finds_a_changed_amount_a_changed_hash_and_a_changed_balance() throws IOException {
    try (var node = new FakeReader(genesis, chain(5, 1))) {
      node.lie = text -> text.replace("\"0.01\"", "\"0.02\"");
      refused("block 1 has the hash ", audit(node));
      node.lie = text -> text.replace("\"on_chain\": \"9.95\"", "\"on_chain\": \"9.96\"");
      refused("account A has 9.96 at height 5, and its blocks say otherwise", audit(node));
      node.lie = text -> text.replace("\"on_chain\": \"9.95\"", "\"on_chain\": \"\\u001b[2J\"");
      refused("account A has \uFFFD[2J at height 5", audit(node));
      node.lie = text -> text.replace("\"time\": 3", "\"time\": \"3\"");
      refused("it answered what cannot be read", audit(node));
    }
  }

  @Test
  void finds_a_changed_balance_although_a_block_comes_before_every_answer() throws IOException {
    var all = chain(40, 1);
    var shown = new ArrayList<>(all.subList(0, 5));
    try (var node = new FakeReader(genesis, shown)) {
      node.beforeAccounts = () -> shown.add(all.get(shown.size()));
      assertEquals(0, audit(node).code());
      node.lie = text -> text.replace("\"on_chain\": \"9.", "\"on_chain\": \"8.");
      refused(", and its blocks say otherwise", audit(node));
    }
  }

  @Test
  void finds_a_block_that_breaks_the_rules_although_its_hashes_fit() throws IOException {
    var blocks = chain(2, 1);
    var theft =
        Block.of(
            3,
            blocks.getLast().hash(),
            3,
            "B",
            List.of(new Transfer(new UUID(0x7000, 9), "A", "B", 1, "")));
    try (var node = new FakeReader(genesis, blocks)) {
      // The fake computes balances by the rules, so only its pages can have the theft.
      node.lie = text -> text.equals("{\"blocks\": []}") ? page(theft) : text;
      refused("block 3: transfer 0: ", audit(node));
    }
  }

  private static String page(Block block) {
    return "{\"blocks\": [{\"height\": 3, \"hash\": \"%s\", \"previous_hash\": \"%s\", \"time\": 3, \"proposer\": \"B\", \"transfers\": [{\"id\": \"%s\", \"from\": \"A\", \"to\": \"B\", \"amount\": \"0.01\", \"memo\": \"\"}]}]}"
        .formatted(block.hash(), block.previous(), block.transfers().getFirst().id());
  }

  @Test
  void a_node_that_does_not_answer_is_named() throws IOException {
    var gone = new FakeReader(genesis, chain(1, 1));
    gone.close();
    var result = audit(gone);
    assertEquals(4, result.code(), result::err);
    assertTrue(result.out().contains(" does not answer: nobody listens there."), result::out);
  }

  @Test
  void needs_an_address_and_a_token() {
    var noToken = cli.run("audit", "http://127.0.0.1:9", "--once", "--key", key());
    assertEquals(2, noToken.code());
    assertTrue(noToken.err().contains("There is no token for http://127.0.0.1:9/; "), noToken::err);
    var noAddress = cli.run("audit", "A:1", "--once", "--key", key());
    assertEquals(2, noAddress.code());
    assertTrue(noAddress.err().contains("\"A:1\" is no address of a node"), noAddress::err);
  }

  private static String key() {
    return new VerifierKey("test/A", Keys.of("A").publicKey()).line();
  }
}
