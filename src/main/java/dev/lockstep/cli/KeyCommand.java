package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.DataException;
import dev.lockstep.keys.KeyException;
import dev.lockstep.keys.KeyFile;
import dev.lockstep.keys.VerifierKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a member's public key, and nothing else, on standard output. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints the public key of member NAME, one line for key: in the cluster file.",
      "Run it on the machine of NAME. The first run makes the key pair; the private key stays in "
          + "DIR/NAME/key."
    })
final class KeyCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "NAME", description = "A member of the cluster.")
  private String name;

  @Option(
      names = "--cosigner",
      description = "Print the same key as that of a witness (C2SP cosignature/v1).")
  private boolean cosigner;

  @Override
  public Integer call() {
    var config = main.options().config();
    main.options().member(config, name);
    var directory = main.options().dataDir().resolve(name);
    try {
      // Otherwise a renamed directory would give the key of another member.
      DataDirectory.requireOwner(directory, name);
      var keyName = VerifierKey.nameOf(config.ledger(), name);
      var key = new VerifierKey(keyName, KeyFile.openOrCreate(directory, keyName).publicKey());
      main.stdio().out().println(cosigner ? key.cosignerLine() : key.line());
      return ExitCode.OK;
    } catch (KeyException | DataException e) {
      throw new CliException(ExitCode.FAILURE, e.getMessage(), e);
    }
  }
}
