package dev.lockstep.cli;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.cli.console.Sanitized;
import dev.lockstep.command.ExitCode;
import dev.lockstep.proof.Receipt;
import dev.lockstep.reader.Believed;
import dev.lockstep.reader.NodeReader;
import dev.lockstep.reader.ReceiptFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Fetches a receipt, checks it, and prints it. */
@Command(
    name = "receipt",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints the receipt of a transfer. Anybody who has the members' public keys can check it"
          + " years later, with ./run.sh check or without this program.",
      "It asks one node after the other, and checks the receipt before it prints it."
    })
final class ReceiptCommand implements Callable<Integer> {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** How long to wait for a checkpoint that covers the transfer. */
  private static final long PATIENCE_SECONDS = 10;

  private static final long PAUSE_MILLIS = 200;

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "The id of a transfer.")
  private String id;

  @Option(
      names = "--from",
      paramLabel = "NAME",
      description = "The member whose node is asked (default: all, in the order of the file).")
  private String from;

  /** What a node answered. */
  private sealed interface Found {
    record There(byte[] receipt) implements Found {}

    /**
     * @param code with which the command ends, if no other node has the receipt
     */
    record NotThere(int code, String sentence) implements Found {}
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!UUID_TEXT.matcher(id).matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "\"" + Excerpt.of(id) + "\" is no id of a transfer, such as " + example());
    }
    var options = main.options();
    var config = options.config();
    var believed = Believed.of(config, options.dataDir(), main.stdio().err()::println);
    var nodes =
        (from == null ? config.memberNames() : List.of(from))
            .stream().map(name -> options.remoteNode(config, name)).toList();
    try (var http = NodeReader.client()) {
      return switch (find(http, nodes)) {
        case Found.There(var receipt) -> print(believed, receipt);
        case Found.NotThere(var code, var sentence) ->
            throw new CliException(code, Sanitized.text(sentence));
      };
    }
  }

  private static String example() {
    return new UUID(0x018f4e7a6b1c7d3eL, 0x9a2b5c4d3e2f1a0bL).toString();
  }

  private Found find(HttpClient http, List<RemoteNode> nodes) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Found.NotThere last = null;
      for (var node : nodes) {
        switch (ask(http, node)) {
          case Found.There there -> {
            return there;
          }
          case Found.NotThere notThere -> last = preferred(last, notThere);
        }
      }
      if (last.code() != ExitCode.UNAVAILABLE || System.nanoTime() > deadline) {
        return last;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /**
   * An answer of a node that may have it later comes before one that does not know the transfer.
   */
  private static Found.NotThere preferred(Found.NotThere before, Found.NotThere next) {
    return before != null && before.code() == ExitCode.UNAVAILABLE ? before : next;
  }

  private Found ask(HttpClient http, RemoteNode node) throws InterruptedException {
    var reader = new NodeReader(http, node.uri("http", "/"), node.token());
    try {
      var answer = reader.get("/api/transfers/" + id + "/receipt");
      return switch (answer.status()) {
        case 200 -> new Found.There(answer.body());
        case 429, 503, 504 -> new Found.NotThere(ExitCode.UNAVAILABLE, answer.detail());
        default -> new Found.NotThere(ExitCode.FAILURE, answer.detail());
      };
    } catch (IOException _) {
      return new Found.NotThere(ExitCode.UNAVAILABLE, node.noAnswer().getMessage());
    }
  }

  private int print(Believed believed, byte[] bytes) {
    String problem;
    try {
      var receipt = ReceiptFile.parse(bytes);
      problem =
          switch (receipt.check(believed.trust(receipt.note()))) {
            case Receipt.Finding.Fails(var sentence) -> sentence;
            case Receipt.Finding.Holds _ ->
                receipt.transfer().id().equals(UUID.fromString(id))
                    ? ""
                    : "It is the receipt of transfer " + receipt.transfer().id() + ".";
          };
    } catch (MalformedException e) {
      problem = "It is no receipt: " + e.getMessage() + ".";
    }
    if (!problem.isEmpty()) {
      throw new CliException(
          ExitCode.VERIFICATION_FAILED,
          "The receipt that the node gave does not hold: " + Sanitized.text(problem));
    }
    main.stdio().out().println(new String(bytes, StandardCharsets.UTF_8));
    return ExitCode.OK;
  }
}
