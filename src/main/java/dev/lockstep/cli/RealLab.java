package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;

/**
 * Supervises real member processes on this machine, and does to them, and to what they send, what a
 * person says at its prompt or at the page of a node.
 */
final class RealLab {
  private static final List<String> HELP =
      List.of(
          "freeze A, thaw A            SIGSTOP and SIGCONT",
          "kill A, restart A           kill -9, and a new process on the same disk",
          "cut A→B, cut A↔B            A sends nothing to B any more, or neither to the other",
          "heal A→B, heal all          links that were cut or delayed; all also frees",
          "hold ack A→B, hold A→B      messages of this type, or all, wait at their sender",
          "deliver ack A→B             the oldest that is held; also drop, double",
          "free A→B                    nothing is held any more, and what was arrives",
          "delay 200 A→B               milliseconds, for what is sent from now on",
          "hold ack, cut from A        on every link, or on those from a member, or to one",
          "state                       which processes run, and the links to their pages",
          "exit                        stops all");

  private final CommonOptions options;
  private final Stdio stdio;
  private final RealMembers members;

  RealLab(CommonOptions options, Stdio stdio) {
    this.options = options;
    this.stdio = stdio;
    this.members = new RealMembers(options, stdio, this::ofPage);
  }

  /** Runs until its input ends, or until Ctrl-C. */
  int run() {
    if (!options.config().isLab()) {
      throw new CliException(
          ExitCode.USAGE,
          options.clusterFile()
              + " has no line \"lab: true\"; only a cluster that says so may be cut, frozen and"
              + " killed. Use a copy of the file, and a data directory of its own.");
    }
    var shutdown = new Shutdown(members::stopAll, stdio);
    shutdown.onSignals();
    try {
      stdio.out().println("LAB: real processes; what you do to them is real.");
      stdio.out().flush();
      members.startAll();
      members.state().forEach(stdio.out()::println);
      stdio
          .out()
          .println("The pages have the switches too. help lists what can be done; exit stops all.");
      stdio.out().flush();
      return obey();
    } finally {
      shutdown.close();
    }
  }

  private int obey() {
    try (var lines = stdio.lines()) {
      prompt();
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get() instanceof TextLines.Line.Text(var number, var text)) {
          if (text.strip().matches("exit|quit")) {
            return ExitCode.OK;
          }
          try {
            perform(text.strip()).forEach(stdio.out()::println);
          } catch (CliException mistake) {
            if (!stdio.isInteractive()) {
              stdio.err().println("line " + number + ": " + mistake.getMessage());
              return mistake.exitCode();
            }
            stdio.out().println(mistake.getMessage());
          }
        }
        prompt();
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE, "Standard input cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private void prompt() {
    if (stdio.isInteractive()) {
      stdio.out().print("lab> ");
    }
    stdio.out().flush();
  }

  private List<String> perform(String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return List.of();
    }
    return switch (line) {
      case "help" -> HELP;
      case "state" -> members.state();
      default -> members.perform(line);
    };
  }

  /** What somebody at a page of a node wants; the terminal shows it too. */
  private JsonObject ofPage(String line) {
    try {
      var said = line.isBlank() ? List.<String>of() : members.perform(line.strip());
      said.forEach(each -> stdio.out().println("(a page) " + each));
      stdio.out().flush();
      return new JsonObject()
          .put("said", new JsonArray(said))
          .put("members", members.stateForPage());
    } catch (CliException mistake) {
      return new JsonObject().put("problem", mistake.getMessage());
    }
  }
}
