package dev.lockstep.cli;

import static java.util.Comparator.comparingLong;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.cli.console.Sanitized;
import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.Trust;
import dev.lockstep.reader.Believed;
import dev.lockstep.reader.NodeAudit;
import dev.lockstep.reader.NodeReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Reads the chains of nodes and checks them, without trust in any node. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads the chains of nodes and checks them: every hash, every balance, that more than half of"
          + " the members have signed these blocks, and that no two nodes show different ones.",
      "It changes nothing. It needs the cluster file, the members' public keys, and a token of each"
          + " node; a read-only one is enough. It goes on until Ctrl-C.",
      "Exit code 5: something does not fit, or the ledger has forked. Code 4, with --once: a node"
          + " did not answer."
    })
final class AuditCommand implements Callable<Integer> {
  private static final String TOKEN_VARIABLE = "LOCKSTEP_TOKEN";
  private static final long PAUSE_MILLIS = 1_000;

  @ParentCommand private Main main;

  @Parameters(
      paramLabel = "URL",
      arity = "0..*",
      description =
          "A node, such as http://127.0.0.1:8081, with its token in LOCKSTEP_TOKEN or behind"
              + " ?token= (default: all nodes of the cluster file, with the tokens in the data"
              + " directory).")
  private List<String> urls = List.of();

  @Option(names = "--once", description = "End when the heads are reached.")
  private boolean once;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The public key of a member, as ./run.sh key prints it; once for each member (default:"
              + " those of the cluster file and of the data directory).")
  private List<String> keys = List.of();

  /** The last sentence about each node, which is not repeated. */
  private final Map<NodeAudit, String> said = new HashMap<>();

  @Override
  public Integer call() throws InterruptedException {
    var config = main.options().config();
    var trust = trust(config);
    try (var http = NodeReader.client()) {
      var nodes =
          readers(http, config).stream()
              .map(reader -> new NodeAudit(reader, config.genesis(), trust))
              .toList();
      return once ? round(nodes) : follow(nodes);
    } catch (NodeAudit.BrokenException e) {
      throw new CliException(ExitCode.VERIFICATION_FAILED, Sanitized.text(e.getMessage()), e);
    }
  }

  private Trust trust(ClusterConfig config) {
    var believed =
        keys.isEmpty()
            ? Believed.of(config, main.options().dataDir(), main.stdio().err()::println)
            : Believed.given(keys);
    try {
      return new Trust(
          Checkpoint.originOf(config.genesis()), believed.keys(), config.members().size());
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "The keys cannot be used: " + e.getMessage() + ".", e);
    }
  }

  private List<NodeReader> readers(HttpClient http, ClusterConfig config) {
    var nodes = config.members().stream().map(main.options()::remoteNode).toList();
    return urls.isEmpty()
        ? nodes.stream()
            .map(node -> new NodeReader(http, node.uri("http", "/"), node.readingToken()))
            .toList()
        : urls.stream().map(url -> reader(http, url, nodes)).toList();
  }

  private static NodeReader reader(HttpClient http, String url, List<RemoteNode> nodes) {
    var given = address(url);
    var port = given.getPort() < 0 ? "" : ":" + given.getPort();
    var address = URI.create(given.getScheme() + "://" + given.getHost() + port + "/");
    return new NodeReader(http, address, token(given, address, nodes));
  }

  private static URI address(String url) {
    try {
      var uri = new URI(url);
      if (uri.getScheme() != null && uri.getScheme().matches("https?") && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // The sentence below names the text.
    }
    throw new CliException(
        ExitCode.USAGE,
        "\"" + Excerpt.of(url) + "\" is no address of a node, such as http://127.0.0.1:8081.");
  }

  /** From the address, the environment, or the data directory of a member with this address. */
  private static String token(URI given, URI address, List<RemoteNode> nodes) {
    var query = given.getRawQuery();
    var token =
        query != null && query.startsWith("token=")
            ? query.substring("token=".length())
            : System.getenv(TOKEN_VARIABLE);
    if (token == null) {
      return nodes.stream()
          .filter(node -> node.uri("http", "/").equals(address))
          .findFirst()
          .map(RemoteNode::readingToken)
          .orElseThrow(() -> noToken(address));
    }
    if (!token.matches("[!-~]+")) {
      throw noToken(address);
    }
    return token;
  }

  private static CliException noToken(URI address) {
    return new CliException(
        ExitCode.USAGE,
        "There is no token for %s; put a read-only token of that node in %s."
            .formatted(address, TOKEN_VARIABLE));
  }

  private int follow(List<NodeAudit> nodes) throws InterruptedException, NodeAudit.BrokenException {
    while (true) {
      round(nodes);
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /**
   * Reads and checks what is new at every node, and compares their chains.
   *
   * @return the exit code
   */
  private int round(List<NodeAudit> nodes) throws InterruptedException, NodeAudit.BrokenException {
    int code = ExitCode.OK;
    for (var node : nodes) {
      try (var progress = new Progress("audit", main.stdio())) {
        progress.total(node.claimedHeight());
        node.follow(progress::reached);
        say(node, checked(node));
      } catch (IOException e) {
        // The node may be down for now. What was read of it remains checked.
        say(node, node.address() + " does not answer: " + e.getMessage() + ".");
        code = ExitCode.UNAVAILABLE;
      }
    }
    // Two chains that are both prefixes of the longest one do not contradict each other either.
    var longest = nodes.stream().max(comparingLong(NodeAudit::height)).orElseThrow();
    for (var node : nodes) {
      longest.compareWith(node);
    }
    return code;
  }

  private static String checked(NodeAudit node) {
    return "%s fits up to block %d: every hash and every balance; %s."
        .formatted(
            node.address(),
            node.height(),
            node.signed()
                .map(
                    signed ->
                        "%s have signed the blocks up to %d"
                            .formatted(
                                String.join(", ", signed.signatories()),
                                signed.checkpoint().height()))
                .orElse("no majority has signed anything yet"));
  }

  private void say(NodeAudit node, String sentence) {
    if (!sentence.equals(said.put(node, sentence))) {
      var out = main.stdio().out();
      out.println(Sanitized.text(sentence));
      out.flush();
    }
  }
}
