package dev.lockstep.cli;

import dev.lockstep.chain.Protocol;
import dev.lockstep.cli.trace.HtmlFile;
import dev.lockstep.cli.trace.SimulatedTrace;
import dev.lockstep.cli.trace.Step;
import dev.lockstep.command.ExitCode;
import dev.lockstep.simulator.Failure;
import dev.lockstep.simulator.Simulation;
import dev.lockstep.simulator.report.Trace;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tries to break the protocol: runs of whole clusters, of the real protocol classes on"
          + " simulated disks and links, under faults, each from its seed; after every step every"
          + " invariant is checked.",
      "Exit code 5 and the shortest trace that was found tell of a violation."
    },
    footerHeading = "%nFaults:%n")
final class SimulateCommand implements Callable<Integer> {
  private static final long SEEDS_DEFAULT = 1_000;

  @ParentCommand private Main main;

  @ArgGroup private HowMuch howMuch = new HowMuch();

  private static final class HowMuch {
    @Option(
        names = "--seeds",
        paramLabel = "N",
        description = "Run seeds 0 to N-1 (default: 1000).")
    private Long seeds;

    @Option(
        names = "--seed",
        paramLabel = "S",
        description = "Run one seed again, and show it step by step.")
    private Long seed;

    @Option(
        names = "--minutes",
        paramLabel = "M",
        description = "Go on for this time, from a seed that no earlier run had.")
    private Double minutes;
  }

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many members, 1 to 9 (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      defaultValue = "lamport",
      description = "Which protocol, lamport or paxos (default: ${DEFAULT-VALUE}).")
  private String protocol;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      defaultValue = "all",
      description = "all, none, or names with commas between them (default: ${DEFAULT-VALUE}).")
  private String faults;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where a trace for ShiViz is written (default: the current folder).")
  private Path out;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "With --seed: write the events of the run to this file, one a line, in the form of those"
              + " of nodes (trace -o json).")
  private Path events;

  @Option(
      names = "--open",
      description =
          "With --seed: write the run as one HTML file, in which the page's protocol view plays it,"
              + " and open it in a browser.")
  private boolean open;

  @Override
  public Integer call() {
    var plan = plan();
    if (events != null && howMuch.seed == null) {
      throw usage("--trace writes one run; say which with --seed.");
    }
    if (open && howMuch.seed == null) {
      throw usage("--open shows one run; say which with --seed.");
    }
    if (howMuch.seed != null) {
      return one(plan, howMuch.seed);
    }
    return many(plan);
  }

  // --- what is wanted ---------------------------------------------------------------------------

  private Plan plan() {
    if (nodes < 1 || nodes > Plan.MEMBERS_MAX) {
      throw usage("--nodes " + nodes + " is not between 1 and " + Plan.MEMBERS_MAX + ".");
    }
    var kind =
        Protocol.named(protocol)
            .orElseThrow(
                () ->
                    usage(
                        "--protocol \""
                            + protocol
                            + "\" is unknown; write "
                            + Protocol.names()
                            + "."));
    var chosen = chosenFaults(kind, faults);
    return new Plan(kind, nodes, chosen);
  }

  /**
   * The faults that {@code --faults} names.
   *
   * @throws CliException when one is unknown, or the protocol does not survive it
   */
  static Set<Fault> chosenFaults(Protocol kind, String faults) {
    var chosen = named(kind, faults);
    chosen.stream()
        .filter(fault -> !Fault.namedFor(kind).contains(fault))
        .findFirst()
        .ifPresent(
            fault -> {
              throw usage(
                  "--faults has \""
                      + fault.text()
                      + "\", which "
                      + kind.text()
                      + " does not survive.");
            });
    return chosen;
  }

  private static Set<Fault> named(Protocol kind, String faults) {
    return Arrays.stream(faults.split(",", -1))
        .map(String::strip)
        .flatMap(
            name ->
                switch (name) {
                  case "all" -> Fault.of(kind).stream();
                  case "none" -> Stream.empty();
                  default -> Stream.of(fault(name));
                })
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
  }

  private static Fault fault(String name) {
    return Arrays.stream(Fault.values())
        .filter(fault -> fault.text().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                usage(
                    "--faults has \""
                        + name
                        + "\", which is no fault; there are all, none, "
                        + Arrays.stream(Fault.values())
                            .map(Fault::text)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  private static CliException usage(String sentence) {
    return new CliException(ExitCode.USAGE, sentence);
  }

  /** For the end of the help text. */
  static List<String> faultLines() {
    return Arrays.stream(Fault.values())
        .map(fault -> "  %-15s %s".formatted(fault.text(), fault.explanation()))
        .toList();
  }

  // --- what is done -----------------------------------------------------------------------------

  private int one(Plan plan, long seed) {
    var report = Simulation.ofSeeds(plan, seed, 1, done -> {});
    report.failure().ifPresentOrElse(this::show, () -> showWhole(plan, seed));
    return exitCode(report);
  }

  private int many(Plan plan) {
    var report = run(plan);
    double seconds = report.nanos() / 1e9;
    var text = main.stdio().out();
    text.printf(
        Locale.ROOT,
        "%d runs of %d members (%s) in %.1f s: %.0f runs/s, %.0f steps/s, %d blocks.%n",
        report.executions(),
        plan.members(),
        plan.protocol().text(),
        seconds,
        report.executions() / seconds,
        report.steps() / seconds,
        report.blocks());
    showCoverage(text, plan, report);
    report.failure().ifPresentOrElse(this::show, () -> text.println("No invariant was violated."));
    return exitCode(report);
  }

  private Simulation.Report run(Plan plan) {
    try (var progress = new Progress("simulate", main.stdio())) {
      if (howMuch.minutes == null) {
        long seeds = howMuch.seeds == null ? SEEDS_DEFAULT : howMuch.seeds;
        if (seeds < 1) {
          throw usage("--seeds " + seeds + " is too few; there has to be one at least.");
        }
        return Simulation.ofSeeds(plan, 0, seeds, done -> progress.at(done, seeds));
      }
      if (!(howMuch.minutes > 0)) {
        throw usage("--minutes " + howMuch.minutes + " is no time; give more than 0.");
      }
      long nanos = (long) (howMuch.minutes * TimeUnit.MINUTES.toNanos(1));
      long begun = System.nanoTime();
      // Each run has other seeds; a failure names its own.
      return Simulation.forNanos(
          plan,
          System.currentTimeMillis() << 20,
          nanos,
          done -> progress.at((System.nanoTime() - begun) / 1_000_000, nanos / 1_000_000));
    }
  }

  private static int exitCode(Simulation.Report report) {
    return report.failure().isPresent() ? ExitCode.VERIFICATION_FAILED : ExitCode.OK;
  }

  // --- what is shown ----------------------------------------------------------------------------

  private static void showCoverage(PrintWriter text, Plan plan, Simulation.Report report) {
    if (!plan.faults().isEmpty()) {
      text.println("What happened on the way:");
    }
    for (var fault : plan.faults()) {
      var times = Optional.ofNullable(report.coverage().get(fault)).map(Object::toString);
      text.printf("  %-15s %10s  %s%n", fault.text(), times.orElse("NEVER"), fault.explanation());
    }
  }

  private void showWhole(Plan plan, long seed) {
    var trace = Simulation.replay(plan, seed);
    trace.lines().forEach(main.stdio().out()::println);
    main.stdio().out().println("No invariant was violated in the run of seed " + seed + ".");
    write(seed, trace);
  }

  private void show(Failure failure) {
    var text = main.stdio().out();
    text.printf(
        "Seed %d violates the invariant \"%s\": %s%n",
        failure.seed(), failure.violation().invariant(), failure.violation().getMessage());
    text.printf(
        "Of %d actions in that run, these %d suffice:%n", failure.actions(), failure.shortest());
    failure.trace().lines().forEach(text::println);
    text.printf(
        "Again: %s%n",
        CommandHint.withoutOptions()
            .of(
                "simulate",
                "--protocol",
                protocol,
                "--nodes",
                "" + nodes,
                "--faults",
                faults,
                "--seed",
                "" + failure.seed(),
                "--open"));
    write(failure.seed(), failure.trace());
  }

  private void write(long seed, Trace trace) {
    var file = out.resolve("simulate-%s-%d-seed-%d.shiviz".formatted(protocol, nodes, seed));
    write(file, trace.shiviz());
    main.stdio().out().println("The same for ShiViz is in " + file + ".");
    if (events != null) {
      write(events, SimulatedTrace.lines(trace));
      main.stdio().out().println("The events of all members are in " + events + ".");
    }
    if (open) {
      open(seed, trace);
    }
  }

  private void open(long seed, Trace trace) {
    var file = out.resolve("simulate-%s-%d-seed-%d.html".formatted(protocol, nodes, seed));
    var steps = SimulatedTrace.steps(trace);
    var members = steps.stream().map(Step::member).distinct().sorted().toList();
    write(file, List.of(HtmlFile.of("seed " + seed, protocol, members, steps)));
    // Only for somebody who sits before it: a script has no browser.
    boolean isOpened = main.stdio().isInteractive() && Browser.open(file);
    main.stdio()
        .out()
        .println((isOpened ? "A browser shows " : "Open it in a browser: ") + file + ".");
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE, "The trace cannot be written to " + file + ": " + e.getMessage() + ".");
    }
  }
}
