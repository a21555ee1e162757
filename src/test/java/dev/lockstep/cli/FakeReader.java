package dev.lockstep.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.HashTree;
import dev.lockstep.chain.Ledger;
import dev.lockstep.keys.Keys;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.SignedNote;
import dev.lockstep.proof.Signing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What a node answers to a reader, from a chain, with lies on request. */
public final class FakeReader implements AutoCloseable {
  private final HttpServer server;
  private final Genesis genesis;
  private final List<Block> blocks;

  /** What is changed in every answer but the checkpoint. */
  UnaryOperator<String> lie = text -> text;

  /** What happens before the balances are answered. */
  Runnable beforeAccounts = () -> {};

  /** Who signs the checkpoint; the first as the log. */
  public List<String> signers = List.of("A", "B");

  /** The chain whose root is signed. */
  public List<Block> signed;

  public FakeReader(Genesis genesis, List<Block> blocks) throws IOException {
    this.genesis = genesis;
    this.blocks = blocks;
    this.signed = blocks;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  public String link() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/?token=t";
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var uri = exchange.getRequestURI();
      var body =
          switch (uri.getPath()) {
            case "/api/status" -> lie.apply("{\"height\": " + blocks.size() + "}");
            case "/api/blocks" -> lie.apply(page(uri.getQuery()));
            case "/api/accounts" -> lie.apply(accounts());
            case "/api/checkpoint" -> checkpoint();
            case "/api/proofs/consistency" -> consistency(uri.getQuery());
            default -> throw new AssertionError(uri);
          };
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Two blocks at a time: a chain has pages. */
  private String page(String query) {
    int from = Integer.parseInt(query.replaceAll(".*from=([0-9]+).*", "$1"));
    return blocks.stream()
        .skip(from - 1)
        .limit(2)
        .map(FakeReader::json)
        .collect(Collectors.joining(", ", "{\"blocks\": [", "]}"));
  }

  private static String json(Block block) {
    var transfers =
        block.transfers().stream()
            .map(
                t ->
                    "{\"id\": \"%s\", \"from\": \"%s\", \"to\": \"%s\", \"amount\": \"%s\", \"memo\": \"%s\"}"
                        .formatted(t.id(), t.from(), t.to(), Amount.format(t.amount()), t.memo()))
            .collect(Collectors.joining(", "));
    return "{\"height\": %d, \"hash\": \"%s\", \"previous_hash\": \"%s\", \"time\": %d, \"proposer\": \"%s\", \"transfers\": [%s]}"
        .formatted(
            block.height(),
            block.hash(),
            block.previous(),
            block.time(),
            block.proposer(),
            transfers);
  }

  private String accounts() {
    beforeAccounts.run();
    var ledger = new Ledger(genesis);
    blocks.forEach(ledger::append);
    return genesis.accounts().stream()
        .map(
            a ->
                "{\"name\": \"%s\", \"on_chain\": \"%s\", \"height\": %d}"
                    .formatted(
                        a.name(), Amount.format(ledger.balanceOf(a.name())), ledger.height()))
        .collect(Collectors.joining(", ", "{\"accounts\": [", "]}"));
  }

  private HashTree tree() {
    var tree =
        HashTree.overBlocks(
            height -> height == 0 ? genesis.hash() : signed.get((int) height - 1).hash());
    tree.growTo(signed.size() + 1);
    return tree;
  }

  private String consistency(String query) {
    int from = Integer.parseInt(query.replaceAll(".*from=([0-9]+).*", "$1"));
    int to = Integer.parseInt(query.replaceAll(".*to=([0-9]+).*", "$1"));
    // Whoever rewrites a chain can give no better proof than that of his own.
    return tree()
        .consistency(Math.min(from, signed.size()) + 1, Math.min(to, signed.size()) + 1)
        .stream()
        .map(hash -> "\"" + hash + "\"")
        .collect(Collectors.joining(", ", "{\"path\": [", "]}"));
  }

  public String checkpoint() {
    var tree = tree();
    var text =
        new Checkpoint(Checkpoint.originOf(genesis), tree.size(), tree.root(tree.size())).text();
    List<SignedNote.Line> lines = new ArrayList<>();
    for (var signer : signers) {
      var name = genesis.ledger() + "/" + signer;
      lines.add(
          lines.isEmpty()
              ? Signing.sign(Keys.of(signer), name, text)
              : Signing.cosign(Keys.of(signer), name, text, 1_800_000_000));
    }
    return new SignedNote(text, lines).format();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
