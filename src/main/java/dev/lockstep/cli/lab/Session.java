package dev.lockstep.cli.lab;

import dev.lockstep.cli.CliException;
import dev.lockstep.command.ExitCode;
import dev.lockstep.lab.Entry;
import dev.lockstep.lab.ImpossibleException;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.LabProtocol;
import dev.lockstep.lab.Move;
import dev.lockstep.lab.Search;
import dev.lockstep.lab.Truth;
import dev.lockstep.lab.Workload;
import dev.lockstep.lab.scenario.LineReader;
import dev.lockstep.lab.scenario.MistakeException;
import dev.lockstep.lab.scenario.ScenarioWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Understands the lines of a person who uses the lab. */
public final class Session {
  static final List<String> COMMANDS =
      List.of(
          "step",
          "back",
          "forward",
          "begin",
          "end",
          "auto",
          "break",
          "reorder",
          "flight",
          "state",
          "why",
          "queue",
          "balances",
          "transfers",
          "steps",
          "fork",
          "branches",
          "go",
          "beside",
          "compare",
          "new",
          "find",
          "laws",
          "save",
          "help",
          "exit");

  /** Those that show all there is of something. They change nothing, and stand alone. */
  private static final Set<String> SHOWS =
      Set.of("flight", "state", "balances", "transfers", "steps", "branches", "laws", "help");

  /** Those that show something of one member, or of all. */
  private static final Set<String> SHOWS_MEMBER = Set.of("why", "queue");

  private static final Set<String> OTHERS_ALONE = Set.of("begin", "end", "exit", "quit");

  private final Answers answers;
  private final AutoRun auto = new AutoRun();
  private Lab lab;
  private LineReader reader;
  private Optional<Beside> beside = Optional.empty();
  private Optional<Entry.Ask> question = Optional.empty();

  /** What a line leads to. */
  public sealed interface Reply {
    /**
     * @param exitCode of a script that ends here, unless it is 0
     */
    record Text(List<String> lines, int exitCode) implements Reply {}

    record Leave() implements Reply {}
  }

  public Session(Lab lab, Answers answers) {
    this.answers = answers;
    open(lab);
  }

  private void open(Lab opened) {
    lab = opened;
    reader = new LineReader(opened.setup());
    beside = Optional.empty();
    question = Optional.empty();
  }

  Lab lab() {
    return lab;
  }

  /** What is asked at this moment: the next line that does not only look is the answer. */
  Optional<Entry.Ask> question() {
    return question;
  }

  /** What is shown beside the life. */
  Optional<Beside> beside() {
    return beside;
  }

  /** At what the newest run by itself has stopped. */
  Optional<String> stopped() {
    return auto.stopped();
  }

  List<String> breakpoints() {
    return auto.breakpoints();
  }

  Reply run(String line) {
    auto.forget();
    var reply = understand(line);
    beside.ifPresent(it -> it.follow(lab.branch(), lab.at()));
    return reply;
  }

  private Reply understand(String line) {
    var words = List.of(line.strip().split("\\s+"));
    try {
      if (question.isPresent() && !looksAround(line, words)) {
        return line.isBlank() ? ok(asked(question.get())) : answer(line);
      }
      if (SHOWS.contains(words.getFirst()) || OTHERS_ALONE.contains(words.getFirst())) {
        Words.requireAtMost(1, words, words.getFirst());
      }
      return switch (words.getFirst()) {
        case "" -> ok(List.of());
        case "exit", "quit" -> new Reply.Leave();
        default -> words.getFirst().startsWith("#") ? ok(List.of()) : command(line, words);
      };
    } catch (MistakeException mistake) {
      return new Reply.Text(
          List.of("column " + mistake.column() + ": " + mistake.getMessage()), ExitCode.USAGE);
    } catch (ImpossibleException impossible) {
      return failed(sentence(impossible.getMessage()), ExitCode.VERIFICATION_FAILED);
    } catch (CliException mistake) {
      return failed(sentence(mistake.getMessage()), mistake.exitCode());
    }
  }

  /** As a line of a browser, which may not write files on this machine. */
  Reply runInBrowser(String line) {
    boolean saves = question.isEmpty() && line.strip().matches("save(\\s.*)?");
    if (line.isBlank() && question.isEmpty()) {
      return ok(here());
    }
    return saves
        ? failed("The button \"Save\" gives the scenario to the browser.", ExitCode.USAGE)
        : run(line);
  }

  private Reply command(String line, List<String> words) {
    var text = new MomentText(lab.moment());
    return switch (words.getFirst()) {
      case "step" -> step(Words.count(words));
      case "auto" -> ok(auto.run(lab, words));
      case "break" -> ok(auto.addBreak(reader, line.strip().substring("break".length()).strip()));
      case "reorder" -> ok(ways().reorder(words));
      case "back" -> look(lab.back(Words.count(words)) > 0, "This is the beginning.");
      case "forward" -> look(lab.forward(Words.count(words)) > 0, "This is the newest step.");
      case "begin" -> look(lab.back(lab.at()) > 0, "This is the beginning.");
      case "end" -> look(lab.forward(lab.branch().length()) > 0, "This is the newest step.");
      case "flight" -> ok(text.flight());
      case "state" -> ok(text.state());
      case "why" -> ok(text.why(members(words)));
      case "queue" -> ok(members(words).stream().flatMap(m -> text.queue(m).stream()).toList());
      case "balances" -> ok(text.balances());
      case "transfers" -> ok(text.transfers());
      case "steps" -> ok(new LifeText(lab).steps());
      case "branches" -> ok(new LifeText(lab).branches());
      case "fork" -> ok(ways().fork(words));
      case "go" -> ok(ways().go(words));
      case "new" -> begin(words);
      case "find" -> find(words);
      case "beside" -> beside(words);
      case "compare" -> compare(words);
      case "laws" -> ok(MomentText.laws());
      case "save" -> save(line.strip().substring("save".length()).strip());
      case "help" -> ok(HelpText.LINES);
      default -> entry(line, words);
    };
  }

  private Ways ways() {
    return new Ways(lab);
  }

  private static Reply ok(List<String> lines) {
    return new Reply.Text(lines, ExitCode.OK);
  }

  private static Reply failed(String sentence, int exitCode) {
    return new Reply.Text(List.of(sentence), exitCode);
  }

  private static String sentence(String clause) {
    return Character.toUpperCase(clause.charAt(0))
        + clause.substring(1)
        + (clause.matches(".*[.?]") ? "" : ".");
  }

  private List<String> members(List<String> words) {
    if (words.size() == 1) {
      return reader.members();
    }
    Words.requireAtMost(2, words, words.getFirst() + " A");
    var name = words.get(1);
    if (!reader.members().contains(name)) {
      throw Words.usage(
          "\"" + name + "\" is no member; there are " + String.join(", ", reader.members()));
    }
    return List.of(name);
  }

  // --- steps ------------------------------------------------------------------------------------

  /**
   * The next steps of this branch; behind the last one, the oldest message arrives, or time passes.
   */
  private Reply step(int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count && question.isEmpty(); i++) {
      var next = lab.next().orElseGet(this::oldest);
      if (next instanceof Entry.Ask ask) {
        question = Optional.of(ask);
        lines.addAll(asked(ask));
      } else {
        lab.perform(next);
        lines.addAll(here());
      }
    }
    return ok(lines);
  }

  private static List<String> asked(Entry.Ask ask) {
    return List.of(
        ask.question(), "   " + ask.form() + " You may look around first: flight, why A, state.");
  }

  /** Whether the line only looks, so that the question stays. */
  private boolean looksAround(String line, List<String> words) {
    boolean looks = SHOWS.contains(words.getFirst()) || SHOWS_MEMBER.contains(words.getFirst());
    return looks && !question.orElseThrow().isRight(line);
  }

  private Entry oldest() {
    if (LifeKind.of(lab) == LifeKind.RECORDED) {
      return new Move.Recorded();
    }
    return lab.moment().oldest().orElseGet(() -> new Move.Tick(Optional.empty(), 1));
  }

  private Reply answer(String line) {
    var ask = question.orElseThrow();
    question = Optional.empty();
    lab.perform(ask);
    boolean isRight = ask.isRight(line);
    answers.given(ask, line.strip(), isRight);
    List<String> lines = new ArrayList<>();
    lines.add(isRight ? "Right." : "Wrong; the answer is \"" + ask.answers().getFirst() + "\".");
    if (!ask.because().isEmpty()) {
      lines.add("   " + ask.because());
    }
    return ok(lines);
  }

  private Reply look(boolean hasMoved, String otherwise) {
    return ok(hasMoved ? here() : List.of(otherwise));
  }

  /** The step that led here, and what it has led to. */
  private List<String> here() {
    return new LifeText(lab).here();
  }

  private Reply entry(String line, List<String> words) {
    var entries = new EntryLine(lab, reader).read(line, words);
    if (entries.getFirst() instanceof Entry.Expect expect) {
      var truth = Truth.of(expect.condition(), lab.moment());
      if (!truth.holds()) {
        return failed("No: " + truth.instead() + ".", ExitCode.VERIFICATION_FAILED);
      }
      lab.perform(expect);
      return ok(List.of("Yes."));
    }
    return ok(entries.stream().flatMap(entry -> ways().perform(entry).stream()).toList());
  }

  // --- other lives ------------------------------------------------------------------------------

  private Reply begin(List<String> words) {
    open(new Lab(Opening.setup(lab.setup(), words.subList(1, words.size()))));
    return ok(here());
  }

  private Reply find(List<String> words) {
    var setup = Opening.setup(lab.setup(), words.subList(1, words.size()));
    var result = Search.of(setup, Opening.ENOUGH);
    if (result.found().isEmpty()) {
      return ok(
          List.of(
              result.lives()
                  + " random lives broke no invariant of "
                  + setup.protocol().name()
                  + "."));
    }
    open(Opening.life(setup, result.found().get()));
    return ok(Opening.sentences(setup, result.found().get()));
  }

  /** A branch, a protocol, or nothing any more. */
  private Reply beside(List<String> words) {
    if (words.size() != 2) {
      throw Words.usage(
          "write beside and the name of a branch or of a protocol, or beside nothing");
    }
    var name = words.get(1);
    beside =
        name.equals("nothing")
            ? Optional.empty()
            : Optional.of(
                lab.find(name)
                    .<Beside>map(branch -> new Beside.OtherBranch(lab, branch))
                    .orElseGet(() -> new Beside.OtherProtocol(lab, other(name))));
    return ok(
        beside
            .map(it -> List.of("Beside it: " + it.title() + "."))
            .orElse(List.of("Nothing is beside it.")));
  }

  private Reply compare(List<String> words) {
    if (words.size() != 2) {
      throw Words.usage("write compare and the name of another protocol, such as compare paxos");
    }
    return ok(
        ComparisonText.of(lab.setup(), other(words.get(1)), Workload.of(lab.branch(), lab.at())));
  }

  private LabProtocol other(String name) {
    if (lab.setup().run().isPresent()) {
      throw Words.usage(
          "a recorded run is what one protocol was given; compare a scenario instead");
    }
    return Opening.protocol(name);
  }

  private Reply save(String file) {
    if (file.isEmpty()) {
      throw Words.usage("write save and the name of a file, such as save mine.lab");
    }
    ScenarioFile.write(ScenarioWriter.write(lab), file);
    return ok(
        List.of(
            "Saved with all branches to "
                + file
                + "."
                + lab.setup()
                    .run()
                    .map(run -> " Keep it beside " + run.file() + ", the record that it leaves.")
                    .orElse("")));
  }
}
