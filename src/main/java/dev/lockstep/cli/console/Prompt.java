package dev.lockstep.cli.console;

import dev.lockstep.cli.CliException;
import dev.lockstep.cli.Stdio;
import dev.lockstep.command.Command;
import dev.lockstep.command.ExitCode;
import dev.lockstep.command.Manual;
import dev.lockstep.command.Reading;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** Commands typed by a person, with history, completion, and colours unless NO_COLOR is set. */
public final class Prompt {
  private final CommandChannel channel;
  private final Stdio stdio;
  private final String member;
  private final List<String> accounts;
  private final Path history;

  /**
   * @param accounts what to complete where a command takes accounts
   * @param history where the lines are kept for the next time
   */
  public Prompt(
      CommandChannel channel, Stdio stdio, String member, List<String> accounts, Path history) {
    this.channel = channel;
    this.stdio = stdio;
    this.member = member;
    this.accounts = List.copyOf(accounts);
    this.history = history;
  }

  /** Returns an exit code when the person leaves. A command that failed is no reason to leave. */
  public int run() {
    stdio.out().flush();
    try (var terminal = TerminalBuilder.builder().system(true).build()) {
      if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
        // A terminal that does not know its size would have no room for a prompt.
        terminal.setSize(new Size(80, 24));
      }
      var reader = reader(terminal);
      show(terminal, "help");
      while (true) {
        try {
          var line = reader.readLine(styled(member + "> ", AttributedStyle.BOLD));
          switch (Reading.of(line)) {
            case Reading.Understood(Command.Exit(), var _) -> {
              return ExitCode.OK;
            }
            case Reading.Understood(Command.Nothing(), var _) -> {}
            // The node says what is wrong, as it does on the page.
            case Reading.Understood _, Reading.Mistake _ -> show(terminal, line);
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
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE, "The terminal cannot be used: " + e.getMessage() + ".", e);
    }
  }

  private void show(Terminal terminal, String command) {
    try {
      var printer = new LongText(terminal.writer());
      CommandChannel.Answer answer;
      try (var _ = WaitingLine.of(channel, terminal, command)) {
        answer = channel.run(command, printer);
      }
      printer.end();
      say(terminal, answer.text(), answer.isFailure());
    } catch (CliException e) {
      say(terminal, e.getMessage(), true);
    }
  }

  private void say(Terminal terminal, String text, boolean isFailure) {
    if (!text.isEmpty()) {
      var red = AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
      terminal.writer().println(isFailure ? styled(text, red) : text);
      terminal.flush();
    }
  }

  private String styled(String text, AttributedStyle style) {
    return stdio.isColoured() ? new AttributedString(text, style).toAnsi() : text;
  }

  private LineReader reader(Terminal terminal) {
    // A memo may hold quotes, backslashes and exclamation marks, which mean nothing special here.
    var parser = new DefaultParser();
    parser.setQuoteChars(new char[0]);
    parser.setEscapeChars(new char[0]);
    var builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(parser)
            .completer(new WordCompleter())
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    if (makePrivate(history)) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    return builder.build();
  }

  /** Memos are private, so the file gets its mode before it has content. */
  private static boolean makePrivate(Path file) {
    try {
      var permissions = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(permissions));
      return true;
    } catch (FileAlreadyExistsException e) {
      return Files.isWritable(file);
    } catch (IOException | UnsupportedOperationException e) {
      return false; // a prompt without a memory is better than none
    }
  }

  private final class WordCompleter implements Completer {
    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
      List<String> words = new ArrayList<>();
      if (line.wordIndex() == 0) {
        words.addAll(Manual.names());
      } else {
        var entry = Manual.find(line.words().getFirst());
        if (entry.filter(Manual.Entry::takesAccounts).isPresent()) {
          words.addAll(accounts);
        } else if (entry.filter(e -> e.names().contains("help")).isPresent()) {
          words.addAll(Manual.names());
        }
      }
      words.forEach(word -> candidates.add(new Candidate(word)));
    }
  }
}
