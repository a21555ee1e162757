package dev.lockstep.cli.lab;

import dev.lockstep.cli.CliException;
import dev.lockstep.cli.Stdio;
import dev.lockstep.command.ExitCode;
import dev.lockstep.lab.scenario.LineReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** The lab with a person at a terminal. */
public final class LabPrompt {
  private final Session session;
  private final Stdio stdio;

  public LabPrompt(Session session, Stdio stdio) {
    this.session = session;
    this.stdio = stdio;
  }

  /** Returns an exit code when the person leaves. */
  public int run() {
    stdio.out().flush();
    try (var terminal = TerminalBuilder.builder().system(true).build()) {
      if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
        // A terminal that does not know its size would have no room for a prompt.
        terminal.setSize(new Size(80, 24));
      }
      return converse(terminal);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE, "The terminal cannot be used: " + e.getMessage() + ".", e);
    }
  }

  private int converse(Terminal terminal) {
    var reader = reader(terminal);
    terminal.writer().println(greeting());
    terminal.flush();
    while (true) {
      try {
        var line = reader.readLine(styled(prompt(), AttributedStyle.BOLD));
        switch (session.run(line)) {
          case Session.Reply.Leave() -> {
            return ExitCode.OK;
          }
          case Session.Reply.Text(var lines, var code) -> show(terminal, lines, code);
        }
      } catch (UserInterruptException e) {
        // As in a shell, Ctrl-C first throws away what is typed.
        if (e.getPartialLine().isBlank()) {
          return ExitCode.INTERRUPTED;
        }
      } catch (EndOfFileException e) {
        return ExitCode.OK;
      }
    }
  }

  private String greeting() {
    var setup = session.lab().setup();
    return setup.members()
        + (setup.members() == 1 ? " member" : " members")
        + " of "
        + setup.protocol().name()
        + ": "
        + setup.protocol().about()
        + ". "
        + (session.lab().branch().length() > 0
            ? "step goes on; help lists the commands."
            : "Try A transfers 4 to B, and then step; help lists the commands.");
  }

  private String prompt() {
    var lab = session.lab();
    return session
        .question()
        .map(_ -> "answer> ")
        .orElse(
            lab.branch().name()
                + " "
                + lab.at()
                + (lab.at() < lab.branch().length() ? "/" + lab.branch().length() : "")
                + "> ");
  }

  private void show(Terminal terminal, List<String> lines, int code) {
    var red = AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
    for (var line : lines) {
      boolean isBad = code != ExitCode.OK || line.startsWith("BROKEN");
      terminal.writer().println(isBad ? styled(line, red) : line);
    }
    terminal.flush();
  }

  private String styled(String text, AttributedStyle style) {
    return stdio.isColoured() ? new AttributedString(text, style).toAnsi() : text;
  }

  private org.jline.reader.LineReader reader(Terminal terminal) {
    // Quotation marks and arrows mean what the lab says.
    var parser = new DefaultParser();
    parser.setQuoteChars(new char[0]);
    parser.setEscapeChars(new char[0]);
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .parser(parser)
        .completer((_, line, candidates) -> complete(line.wordIndex(), line.words(), candidates))
        .option(org.jline.reader.LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .build();
  }

  private void complete(int index, List<String> words, List<Candidate> candidates) {
    candidates(index, words).map(Candidate::new).forEach(candidates::add);
  }

  /** First words; then what is in flight, branches, or members. */
  Stream<String> candidates(int index, List<String> words) {
    var members = session.lab().setup().memberNames();
    if (index == 0) {
      return Stream.of(Session.COMMANDS, LineReader.VERBS, members).flatMap(List::stream);
    }
    var moment = session.lab().moment();
    return switch (words.getFirst()) {
      case "deliver", "drop", "double" ->
          index == 1
              ? Stream.concat(
                  Stream.of("all"),
                  moment.flight().stream().map(message -> moment.nameOf(message).toString()))
              : Stream.concat(Stream.of("until"), members.stream());
      case "go" -> session.lab().branches().stream().map(branch -> branch.name());
      case "expect" ->
          index == 1
              ? Stream.concat(
                  members.stream(),
                  Stream.of(
                      "nobody",
                      "no",
                      "nothing",
                      "clock",
                      "height",
                      "balance",
                      "queue",
                      "transfer",
                      "chains",
                      "broken"))
              : Stream.of("inside", "outside", "waits", "up", "down", "ready", "is", "of");
      default -> members.stream();
    };
  }
}
