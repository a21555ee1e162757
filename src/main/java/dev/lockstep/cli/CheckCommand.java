package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.chain.Amount;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.cli.console.Sanitized;
import dev.lockstep.command.ExitCode;
import dev.lockstep.keys.VerifierKey;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.Receipt;
import dev.lockstep.proof.SignedNote;
import dev.lockstep.proof.Trust;
import dev.lockstep.proof.TwoBlocks;
import dev.lockstep.reader.Believed;
import dev.lockstep.reader.ReceiptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Checks receipts and checkpoints that somebody has kept. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks receipts and checkpoints, offline: it needs the members' public keys and no node.",
      "The keys are those of the cluster file and of the data directory, or those that --key"
          + " gives.",
      "Exit code 5: at least one of the files does not hold."
    })
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "A receipt of ./run.sh receipt, a checkpoint, or evidence that a node has kept.")
  private List<Path> files;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The public key of a member, as ./run.sh key prints it; once for each member. The cluster"
              + " file is not read then.")
  private List<String> keys = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How the result is shown: ${COMPLETION-CANDIDATES} (default: table).")
  private OutputFormat output;

  /** The result for one file. */
  private sealed interface Result {
    /**
     * @param sentences for a person
     * @param json the same for a program
     */
    record Holds(String sentences, ObjectNode json) implements Result {}

    record Fails(String problem) implements Result {}
  }

  @Override
  public Integer call() {
    var believed = believed();
    int code = ExitCode.OK;
    for (var file : files) {
      switch (check(believed, file)) {
        case Result.Holds holds -> show(file, holds);
        case Result.Fails(var problem) -> {
          show(file, problem);
          code = ExitCode.VERIFICATION_FAILED;
        }
      }
    }
    return code;
  }

  private Believed believed() {
    if (!keys.isEmpty()) {
      return Believed.given(keys);
    }
    var options = main.options();
    return Believed.of(options.config(), options.dataDir(), main.stdio().err()::println);
  }

  private static Result check(Believed believed, Path file) {
    var bytes = read(file);
    try {
      if (TwoBlocks.isText(bytes)) {
        return check(believed, TwoBlocks.parse(bytes));
      }
      boolean isReceipt = bytes.length > 0 && bytes[0] == '{';
      return isReceipt
          ? check(believed, ReceiptFile.parse(bytes))
          : check(believed, SignedNote.parse(bytes));
    } catch (MalformedException e) {
      return new Result.Fails(
          "It is no receipt, no checkpoint and no evidence of two blocks: " + e.getMessage() + ".");
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "The keys cannot be used: " + e.getMessage() + ".", e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "%s cannot be read (%s).".formatted(file, e.getMessage()), e);
    }
  }

  /** That they hold says nothing of the ledger: they prove that a member has lied. */
  private static Result check(Believed believed, TwoBlocks blocks) {
    boolean isSigned =
        believed.keys().stream()
            .filter(
                key -> key.name().equals(VerifierKey.nameOf(believed.ledger(), blocks.proposer())))
            .anyMatch(key -> blocks.isSignedBy(key.key()));
    if (!isSigned) {
      return new Result.Fails(
          "Its two blocks of height %d are not both signed by a known key of %s."
              .formatted(blocks.height(), blocks.proposer()));
    }
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("two_blocks_of", blocks.proposer())
            .put("height", blocks.height())
            .put("first", blocks.first().hash().toString())
            .put("second", blocks.second().hash().toString());
    return new Result.Holds(
        "%s has signed two blocks of height %d:%n  %s%n  %s%nThis proves that it lies, or that its key is in other hands.%n"
            .formatted(
                Sanitized.text(blocks.proposer()),
                blocks.height(),
                blocks.first().hash(),
                blocks.second().hash()),
        json);
  }

  private static Result check(Believed believed, Receipt receipt) {
    return switch (receipt.check(believed.trust(receipt.note()))) {
      case Receipt.Finding.Fails(var problem) -> new Result.Fails(problem);
      case Receipt.Finding.Holds(var block, var checkpoint, var signatories) -> {
        var transfer = receipt.transfer();
        var json =
            json(checkpoint, signatories)
                .put("id", transfer.id().toString())
                .put("height", receipt.header().height())
                .put("position", receipt.position())
                .put("hash", block.toString());
        yield new Result.Holds(
            "transfer %s of %s from %s to %s%s is at height %d, position %d of %s.%n"
                    .formatted(
                        transfer.id(),
                        Amount.format(transfer.amount()),
                        transfer.from(),
                        transfer.to(),
                        transfer.memo().isEmpty()
                            ? ""
                            : " for \"" + Sanitized.text(transfer.memo()) + "\"",
                        receipt.header().height(),
                        receipt.position(),
                        checkpoint.origin())
                + "Checked: the path from the transfer to the root of block %d (%s), the path from the block to the checkpoint up to block %d, and %s."
                    .formatted(
                        receipt.header().height(),
                        block,
                        checkpoint.height(),
                        signed(believed, signatories)),
            json);
      }
    };
  }

  private static Result check(Believed believed, SignedNote note) {
    return switch (believed.trust(note).check(note)) {
      case Trust.Finding.Refused(var problem) -> new Result.Fails(problem);
      case Trust.Finding.Signed(var checkpoint, var signatories) ->
          new Result.Holds(
              "it is a checkpoint of %s up to block %d.%nChecked: %s."
                  .formatted(
                      checkpoint.origin(), checkpoint.height(), signed(believed, signatories)),
              json(checkpoint, signatories));
    };
  }

  private static String signed(Believed believed, List<String> signatories) {
    return "the signatures of %s, %d of %d members"
        .formatted(String.join(", ", signatories), signatories.size(), believed.members());
  }

  private static ObjectNode json(Checkpoint checkpoint, List<String> signatories) {
    var json = JsonNodeFactory.instance.objectNode().put("ok", true);
    json.put("origin", checkpoint.origin()).put("checkpoint_height", checkpoint.height());
    signatories.forEach(json.putArray("signed_by")::add);
    return json;
  }

  private void show(Path file, Result.Holds holds) {
    var out = main.stdio().out();
    if (output == OutputFormat.json) {
      out.println(holds.json().put("file", file.toString()));
    } else {
      out.println(file + " holds: " + holds.sentences());
    }
  }

  private void show(Path file, String problem) {
    if (output == OutputFormat.json) {
      main.stdio()
          .out()
          .println(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("ok", false)
                  .put("problem", problem)
                  .put("file", file.toString()));
    } else {
      main.stdio().err().println(file + " does not hold: " + Sanitized.text(problem));
    }
  }
}
