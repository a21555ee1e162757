package dev.lockstep.lab.scenario;

import dev.lockstep.lab.ImpossibleException;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.LabProtocol;
import dev.lockstep.lab.RecordedRun;
import dev.lockstep.lab.Setup;
import dev.lockstep.lab.scenario.Scenario.Fork;
import dev.lockstep.lab.scenario.Scenario.Line;
import dev.lockstep.lab.scenario.Scenario.Node;
import dev.lockstep.lab.scenario.Token.Kind;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the lines of a file. */
public final class ScenarioReader {
  private static final Set<String> HEADERS =
      Set.of("protocol", "members", "begin", "disks", "seed", "faults", "record");

  private final List<String> lines;
  private final Function<String, RecordedRun> records;
  private final Set<String> branches = new HashSet<>(Set.of(Lab.MAIN));
  private Setup setup = Setup.DEFAULT;
  private OptionalLong seed = OptionalLong.empty();
  private Optional<Set<Fault>> faults = Optional.empty();
  private LineReader reader;
  private int at;

  private ScenarioReader(List<String> lines, Function<String, RecordedRun> records) {
    this.lines = lines;
    this.records = records;
  }

  /** The lines of a life that leaves no recorded run. */
  public static Scenario read(List<String> lines) {
    return read(
        lines,
        _ -> {
          throw new ImpossibleException("a record is read beside a file only");
        });
  }

  /**
   * @param records opens the record of this name; what is wrong with it is an {@link
   *     ImpossibleException}
   * @throws MistakeException with the line that is wrong
   */
  public static Scenario read(List<String> lines, Function<String, RecordedRun> records) {
    return new ScenarioReader(lines, records).scenario();
  }

  private Scenario scenario() {
    while (skipEmpty() && header()) {
      at++;
    }
    if (seed.isPresent()) {
      var ledger = setup.protocol().ledger();
      setup = setup.seed(seed.getAsLong(), faults.orElseGet(() -> Fault.of(ledger)));
    }
    reader = new LineReader(setup);
    var nodes = nodes(0);
    return new Scenario(setup, nodes);
  }

  /** Goes to the next line that says something. */
  private boolean skipEmpty() {
    while (at < lines.size() && isEmpty(lines.get(at))) {
      at++;
    }
    return at < lines.size();
  }

  private static boolean isEmpty(String line) {
    return line.isBlank() || line.strip().startsWith("#");
  }

  // --- the beginning ----------------------------------------------------------------------------

  private boolean header() {
    return onLine(
        words -> {
          if (HEADERS.stream().noneMatch(words::is)) {
            return false;
          }
          setup = header(words);
          words.requireEnd("one setting on a line");
          return true;
        });
  }

  private Setup header(TokenReader words) {
    if (words.skip("protocol")) {
      var token = words.next();
      return setup.with(
          LabProtocol.named(token.text())
              .orElseThrow(
                  () ->
                      words.unknown(
                          token,
                          "protocol of the lab",
                          LabProtocol.all().stream().map(LabProtocol::name).toList())));
    }
    if (words.skip("members")) {
      return setup.with(members(words));
    }
    if (words.skip("record")) {
      return record(words);
    }
    if (words.skip("seed")) {
      seed = OptionalLong.of(seed(words));
      return setup;
    }
    if (words.skip("faults")) {
      faults = Optional.of(faults(words));
      return setup;
    }
    if (words.skip("disks")) {
      return setup.syncing(disks(words));
    }
    words.require("begin", "protocol, members, disks, begin, seed, faults or record");
    boolean isJoined = words.skip("joined");
    if (!isJoined) {
      words.require("stopped", "begin joined, or begin stopped");
    }
    return setup.joined(isJoined);
  }

  private Setup record(TokenReader words) {
    var token = words.peek();
    var name = words.quoted("the name of a record", "record \"incident.lockstep\"");
    try {
      return Setup.of(records.apply(name));
    } catch (ImpossibleException impossible) {
      throw new MistakeException(0, token.column(), impossible.getMessage() + ".");
    }
  }

  /** How many, or their names, which are A, B, C and so on. */
  private static int members(TokenReader words) {
    var token = words.peek();
    int members = 0;
    boolean goesOn = false;
    while (words.skip(Character.toString('A' + members))) {
      members++;
      goesOn = words.skip(Kind.COMMA);
    }
    if (goesOn) {
      throw words.wrong("the next member is expected here", "members A, B, C");
    }
    members = members > 0 ? members : words.number(1, "number of members");
    if (members > Plan.MEMBERS_MAX) {
      throw new MistakeException(
          0,
          token.column(),
          members + " members are too many; write " + Plan.MEMBERS_MAX + " at most.");
    }
    return members;
  }

  private static long seed(TokenReader words) {
    var token = words.next();
    if (token.kind() != Kind.WORD || !token.text().matches("[0-9]{1,18}")) {
      throw new MistakeException(
          0, token.column(), "\"" + token.text() + "\" is no seed; write a whole number.");
    }
    return Long.parseLong(token.text());
  }

  private static Set<Fault> faults(TokenReader words) {
    if (words.skip("none")) {
      return EnumSet.noneOf(Fault.class);
    }
    var chosen = EnumSet.noneOf(Fault.class);
    do {
      var token = words.next();
      chosen.add(
          Stream.of(Fault.values())
              .filter(fault -> fault.text().equals(token.text()))
              .findFirst()
              .orElseThrow(
                  () ->
                      words.unknown(
                          token, "fault", Stream.of(Fault.values()).map(Fault::text).toList())));
    } while (words.skip(Kind.COMMA));
    return chosen;
  }

  private static boolean disks(TokenReader words) {
    boolean isWaiting = words.skip("wait");
    if (!isWaiting) {
      words.require("at", "disks wait, or disks at once");
      words.require("once", "disks wait, or disks at once");
    }
    return !isWaiting;
  }

  // --- the life ---------------------------------------------------------------------------------

  /** The lines that stand at this indentation or deeper, until one that does not. */
  private List<Node> nodes(int indentation) {
    List<Node> nodes = new ArrayList<>();
    while (skipEmpty() && indentationOf(lines.get(at)) >= indentation) {
      nodes.addAll(line());
    }
    return nodes;
  }

  /** One node, but for many actions of a seed or of a record. */
  private List<Node> line() {
    int number = at + 1;
    int indentation = indentationOf(lines.get(at));
    return onLine(
        words -> {
          if (HEADERS.stream().anyMatch(words::is)) {
            throw words.wrong(
                "this belongs to the beginning of the file", "it above the first action");
          }
          if (!words.skip("branch")) {
            var entries = reader.entries(words);
            at++;
            requireNoDeeper(indentation);
            return entries.stream().<Node>map(entry -> new Line(number, entry)).toList();
          }
          var name = branchName(words);
          at++;
          return List.of(new Fork(number, name, nodes(indentation + 1)));
        });
  }

  private void requireNoDeeper(int indentation) {
    if (skipEmpty() && indentationOf(lines.get(at)) > indentation) {
      throw new MistakeException(
          at + 1,
          1,
          "This line stands deeper than the one before it, which begins no branch; write \"branch"
              + " NAME\" above it, or take its indentation away.");
    }
  }

  private String branchName(TokenReader words) {
    var token = words.next();
    if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED) {
      throw words.wrong("the name of the branch is expected here", "branch NAME");
    }
    if (!isName(token.text())) {
      throw new MistakeException(
          0,
          token.column(),
          "\""
              + token.text()
              + "\" is no name of a branch; write letters, digits, points and hyphens.");
    }
    if (!branches.add(token.text())) {
      throw new MistakeException(
          0,
          token.column(),
          "There is a branch \"" + token.text() + "\" already; choose another name.");
    }
    words.requireEnd("branch NAME");
    return token.text();
  }

  /** Whether a branch may have this name. */
  public static boolean isName(String text) {
    return text.matches("[\\p{L}\\p{N}._-]{1,40}");
  }

  private static int indentationOf(String line) {
    return line.length() - line.stripLeading().length();
  }

  private interface Reading<T> {
    T read(TokenReader words);
  }

  private <T> T onLine(Reading<T> reading) {
    int number = at + 1;
    try {
      return reading.read(new TokenReader(Tokens.of(lines.get(at))));
    } catch (MistakeException mistake) {
      throw mistake.line() > 0 ? mistake : mistake.onLine(number);
    }
  }
}
