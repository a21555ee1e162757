package dev.lockstep.cli;

import dev.lockstep.cli.incident.Incident;
import dev.lockstep.cli.lab.AnswerFile;
import dev.lockstep.cli.lab.Answers;
import dev.lockstep.cli.lab.CompareInLab;
import dev.lockstep.cli.lab.FindInLab;
import dev.lockstep.cli.lab.LabPrompt;
import dev.lockstep.cli.lab.LabScript;
import dev.lockstep.cli.lab.LabServer;
import dev.lockstep.cli.lab.ScenarioFile;
import dev.lockstep.cli.lab.Session;
import dev.lockstep.command.ExitCode;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.LabProtocol;
import dev.lockstep.lab.Move;
import dev.lockstep.lab.Setup;
import dev.lockstep.simulator.world.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "A cluster that stands still until you move it: deliver, drop or double each message, crash"
          + " members between any two effects, go back, and take another way. Every invariant is"
          + " checked after every step.",
      "It prints a link for a browser on this machine. With --no-browser it shows a prompt, where"
          + " 'help' lists the commands; from a pipe it then reads commands, one a line.",
      "With --check it runs scenario files with all their branches: exit code 5 and the line that"
          + " failed tell of an expectation that does not hold."
    })
final class LabCommand implements Callable<Integer> {
  private static final int PORT_MAX = 65_535;

  @ParentCommand private Main main;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description =
          "A scenario, or what ./run.sh record has made; several scenarios with --check. Without one a"
              + " new cluster begins.")
  private List<Path> files = List.of();

  @Option(names = "--check", description = "Run the files, and show nothing but their results.")
  private boolean check;

  @Option(
      names = "--compare",
      description =
          "Have the requests and faults of the files happen in both modes, and show messages, waits,"
              + " and who could go on; --protocol names another protocol instead.")
  private boolean compare;

  @Option(names = "--no-browser", description = "Use the terminal, or a pipe.")
  private boolean noBrowser;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Where the browser finds the lab (default: any free port).")
  private int port;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = "Append each answer to a question of the scenario, as a line of JSON.")
  private Path results;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description =
          "Of a new cluster: lamport, paxos, or one that fails, lamport-1978, course-paxos or two-phase-commit (default:"
              + " lamport).")
  private String protocol;

  @Option(
      names = "--members",
      paramLabel = "N",
      description = "Of a new cluster, 1 to 9 (default: 3).")
  private Integer members;

  @Option(
      names = "--find",
      paramLabel = "PROTOCOL",
      description =
          "Look for the shortest moves that break a protocol, and write them to FILE, or show them:"
              + " lamport-1978, course-paxos, two-phase-commit; lamport and paxos too.")
  private String find;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Open a run of simulate: its actions are the steps, shortened if it violates an"
              + " invariant.")
  private Long seed;

  @Option(
      names = "--real",
      description =
          "Supervise real processes on this machine: cut, hold, freeze and kill them. The cluster file"
              + " has to say lab: true.")
  private boolean real;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      defaultValue = "all",
      description = "Of that run, as for simulate (default: ${DEFAULT-VALUE}).")
  private String faults;

  @Override
  public Integer call() {
    if (real) {
      return new RealLab(main.options(), main.stdio()).run();
    }
    if (find != null) {
      return find();
    }
    if (check) {
      return check();
    }
    if (compare) {
      return compare();
    }
    var incident =
        files.size() == 1 && Incident.isOne(files.getFirst())
            ? Optional.of(Incident.read(files.getFirst()))
            : Optional.<Incident>empty();
    var session = new Session(incident.isPresent() ? recorded(incident.get()) : lab(), answers());
    if (port < 0 || port > PORT_MAX) {
      throw usage("--port " + port + " is not between 0 and " + PORT_MAX + ".");
    }
    if (!noBrowser) {
      return new LabServer(session, main.stdio(), incident.map(Incident::page).orElse(""))
          .run(port);
    }
    return main.stdio().isInteractive()
        ? new LabPrompt(session, main.stdio()).run()
        : new LabScript(session, main.stdio()).run();
  }

  private Answers answers() {
    if (results == null) {
      return (ask, answer, isRight) -> {
        // Nobody wants to know.
      };
    }
    return new AnswerFile(results, files.isEmpty() ? "" : files.getFirst().toString());
  }

  // --- scenarios --------------------------------------------------------------------------------

  private int check() {
    if (files.isEmpty()) {
      throw usage("--check needs a scenario file; write lab --check FILE.");
    }
    int code = ExitCode.OK;
    for (var file : files) {
      code = Math.max(code, new ScenarioFile(file).check(main.stdio()));
    }
    return code;
  }

  private int compare() {
    if (files.isEmpty()) {
      throw usage("--compare needs a scenario file; write lab --compare FILE.");
    }
    var with = Optional.ofNullable(protocol).map(LabCommand::named);
    return new CompareInLab(main.stdio()).compare(files, with);
  }

  private Lab lab() {
    if (files.size() > 1) {
      throw usage("One file can be opened at a time; several are for --check.");
    }
    if (files.isEmpty()) {
      return seed == null ? new Lab(setup()) : simulated();
    }
    if (seed != null) {
      throw usage("--seed opens a run of simulate, and no file.");
    }
    if (protocol != null || members != null) {
      throw usage("--protocol and --members are for a new cluster; the file names its own.");
    }
    return new ScenarioFile(files.getFirst()).open(main.stdio());
  }

  /** The run of a real cluster; without one there is only its trace to look at, in a browser. */
  private Lab recorded(Incident incident) {
    var run = incident.run();
    if (run.isEmpty()) {
      if (noBrowser || incident.page().isEmpty()) {
        throw new CliException(
            ExitCode.FAILURE,
            files.getFirst()
                + " has no recorded inputs"
                + (incident.page().isEmpty()
                    ? " and no trace."
                    : ", and its trace is shown in a browser; leave --no-browser out.")
                + " A cluster records its inputs with record: true in its file.");
      }
      main.stdio().out().println("No inputs were recorded: the trace is shown, and nothing moves.");
      return new Lab(Setup.DEFAULT);
    }
    main.stdio()
        .out()
        .println(
            "A recorded run of "
                + String.join(", ", run.get().genesis().members())
                + ", "
                + run.get().steps().size()
                + " inputs: step goes on, and another move begins a new run."
                + (run.get().isWhole()
                    ? ""
                    : " Not every process was recorded, so no invariant of the cluster is judged."));
    return new Lab(Setup.of(run.get()));
  }

  private Lab simulated() {
    if (seed < 0) {
      throw usage("--seed " + seed + " is below 0; give the number that simulate has shown.");
    }
    var plain = setup();
    var setup = plain.seed(seed, SimulateCommand.chosenFaults(plain.protocol().ledger(), faults));
    var run = setup.seed().orElseThrow();
    var lab = new Lab(setup);
    run.actions().forEach(_ -> lab.perform(new Move.Simulated()));
    lab.back(run.actions().size());
    main.stdio()
        .out()
        .println(
            "Seed "
                + seed
                + run.violated()
                    .map(
                        it ->
                            " violates the invariant \""
                                + it
                                + "\"; of its actions these suffice: ")
                    .orElse(" violates no invariant before its healing phase. Actions: ")
                + run.actions().size()
                + ". step goes on, end goes to the last one.");
    return lab;
  }

  private int find() {
    if (files.size() > 1 || check) {
      throw usage("--find takes one file to write to, and not --check.");
    }
    protocol = find;
    return new FindInLab(main.stdio()).find(setup(), files.stream().findFirst());
  }

  private Setup setup() {
    var setup = Setup.DEFAULT;
    if (members != null) {
      if (members < 1 || members > Plan.MEMBERS_MAX) {
        throw usage("--members " + members + " is not between 1 and " + Plan.MEMBERS_MAX + ".");
      }
      setup = setup.with(members);
    }
    if (protocol != null) {
      setup = setup.with(named(protocol));
    }
    return setup;
  }

  private static LabProtocol named(String protocol) {
    return LabProtocol.named(protocol)
        .orElseThrow(
            () ->
                usage(
                    "The protocol \""
                        + protocol
                        + "\" is unknown; there are "
                        + LabProtocol.names()
                        + "."));
  }

  private static CliException usage(String sentence) {
    return new CliException(ExitCode.USAGE, sentence);
  }
}
