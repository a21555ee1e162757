package dev.lockstep.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.bench.Bench;
import dev.lockstep.bench.BenchException;
import dev.lockstep.bench.BenchReport;
import dev.lockstep.bench.Costs;
import dev.lockstep.bench.Growth;
import dev.lockstep.bench.Machine;
import dev.lockstep.bench.Series;
import dev.lockstep.bench.Workload;
import dev.lockstep.chain.Protocol;
import dev.lockstep.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the speed of this machine's clusters: starts one for each protocol and number of"
          + " nodes in a temporary directory, loads it, stops it, and verifies its files. Exit code"
          + " 5: they do not fit.",
      "With --running it loads the running cluster of --cluster instead: each transfer pays 0.01."
    },
    footerHeading = "%nWorkloads:%n")
final class BenchCommand implements Callable<Integer> {
  private static final int NODES_MAX = 9;
  private static final long GROWN_MAX = 100_000_000;
  private static final Bench.Plan WHOLE =
      new Bench.Plan(
          5,
          Duration.ofSeconds(8),
          Duration.ofSeconds(40),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(4));
  private static final Bench.Plan QUICK =
      new Bench.Plan(
          1,
          Duration.ofMillis(1_500),
          Duration.ofMillis(1_500),
          Duration.ZERO,
          Duration.ofMillis(300),
          Duration.ofMillis(1_200));

  private static final List<String> BOTH = List.of("lamport", "paxos");

  @ParentCommand private Main main;

  @Option(
      names = "--quick",
      description = "One short run of each workload: about a minute for each cluster.")
  private boolean quick;

  @Option(
      names = "--protocol",
      paramLabel = "LIST",
      split = ",",
      description = "Which protocols (default: lamport,paxos; with --quick lamport).")
  private List<String> protocols;

  @Option(
      names = "--nodes",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "3",
      description = "How many nodes, such as 3,5,7 (default: ${DEFAULT-VALUE}).")
  private List<Integer> nodes;

  @Option(
      names = "--workload",
      paramLabel = "LIST",
      split = ",",
      description = "Which workloads (default: all).")
  private List<String> workloads;

  @Option(names = "--running", description = "Load the running cluster of --cluster and --data.")
  private boolean running;

  @Option(
      names = "--count",
      description = {
        "Instead of the workloads: count the messages, bytes and syncs of a transfer, for 3, 5, 7, 9"
            + " and 101 members without faults, in one process."
      })
  private boolean count;

  @Option(
      names = "--grow",
      paramLabel = "N",
      description = {
        "Instead of the workloads: put N transfers on the chain of one node, such as 10000000, and"
            + " measure the bytes on its disk and its next start."
      })
  private Long grow;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Compare with an earlier result, stored with -o json.")
  private Path against;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How the result is shown: ${COMPLETION-CANDIDATES} (default: table).")
  private OutputFormat output;

  private List<Protocol> chosenProtocols;

  /** What has to be taken away on Ctrl-C; null while there is nothing. */
  private volatile BenchCluster cluster;

  private List<Workload> chosenWorkloads;

  /** For the end of the help text. */
  static List<String> workloadLines() {
    return Arrays.stream(Workload.values())
        .map(each -> "  %-7s %s, %s".formatted(each.id(), each.title(), each.channel().text()))
        .toList();
  }

  @Override
  public Integer call() {
    requireKnown();
    if (count) {
      return count();
    }
    var shutdown =
        new Shutdown(
            () -> Optional.ofNullable(cluster).ifPresent(BenchCluster::abandon), main.stdio());
    shutdown.onSignals();
    try {
      return grow == null ? measure(earlier()) : grow();
    } finally {
      // If a signal was first, this process ends here, and says nothing of nodes that are gone.
      cluster = null;
      shutdown.close();
    }
  }

  private int count() {
    try (var progress = new Progress("counted", main.stdio())) {
      progress.total(Costs.size());
      show(Costs.count(() -> progress.step(1)));
    }
    return ExitCode.OK;
  }

  private int grow() {
    for (var protocol : grownProtocols()) {
      try {
        show(new GrowthBench(main, begun -> this.cluster = begun).measure(protocol, grow));
      } catch (BenchException e) {
        throw new CliException(ExitCode.FAILURE, e.getMessage(), e);
      }
    }
    return ExitCode.OK;
  }

  /** One after the other takes long, so the usual one by default. */
  private List<Protocol> grownProtocols() {
    return protocols == null ? List.of(Protocol.LAMPORT) : chosenProtocols;
  }

  private int measure(Optional<JsonNode> earlier) {
    var plan = quick ? QUICK : WHOLE;
    List<Series> all = new ArrayList<>();
    Machine before;
    Machine after;
    try (var progress = new Progress("bench", main.stdio())) {
      progress.total(steps(plan));
      before = machine();
      if (running) {
        all.addAll(loadRunning(plan, progress));
      } else {
        for (var protocol : chosenProtocols) {
          for (int count : nodes) {
            all.addAll(load(protocol, count, plan, progress));
          }
        }
      }
      after = machine();
    } catch (BenchException e) {
      throw new CliException(ExitCode.FAILURE, e.getMessage(), e);
    }
    show(new BenchReport(before, after, text(plan), all, earlier));
    return ExitCode.OK;
  }

  // --- what is wanted ---------------------------------------------------------------------------

  private void requireKnown() {
    var named = protocols != null ? protocols : quick ? List.of("lamport") : BOTH;
    chosenProtocols =
        named.stream()
            .map(
                name ->
                    Protocol.named(name)
                        .orElseThrow(
                            () ->
                                usage(
                                    "--protocol \"%s\" is unknown; write %s."
                                        .formatted(name, Protocol.names()))))
            .toList();
    chosenWorkloads =
        workloads == null
            ? Arrays.stream(Workload.values()).filter(this::isPossible).toList()
            : workloads.stream()
                .map(
                    id ->
                        Workload.withId(id)
                            .orElseThrow(
                                () ->
                                    usage(
                                        "--workload \"%s\" is unknown; there are %s."
                                            .formatted(id, Workload.ids()))))
                .toList();
    chosenWorkloads.stream()
        .filter(workload -> !isPossible(workload))
        .findFirst()
        .ifPresent(
            workload -> {
              throw usage(
                  "--workload %s has its clients inside the nodes, and --running loads nodes that have none; leave it out."
                      .formatted(workload.id()));
            });
    if (grow != null && (grow < 1 || grow > GROWN_MAX)) {
      throw usage("--grow %d is not between 1 and %,d.".formatted(grow, GROWN_MAX));
    }
    for (int count : nodes) {
      if (count < 1 || count > NODES_MAX) {
        throw usage("--nodes %d is not between 1 and %d.".formatted(count, NODES_MAX));
      }
    }
  }

  private boolean isPossible(Workload workload) {
    return !running || workload.channel() != Workload.Channel.INSIDE;
  }

  private Optional<JsonNode> earlier() {
    if (against == null) {
      return Optional.empty();
    }
    try {
      var json = new ObjectMapper().readTree(Files.readString(against));
      if (!BenchReport.isOne(json)) {
        throw usage(against + " is no result of a bench; store one with bench -o json.");
      }
      return Optional.of(json);
    } catch (JsonProcessingException e) {
      throw usage(against + " is no JSON; store a result with bench -o json.");
    } catch (IOException e) {
      throw usage(against + " cannot be read: " + e.getMessage() + ".");
    }
  }

  private static CliException usage(String sentence) {
    return new CliException(ExitCode.USAGE, sentence);
  }

  private long steps(Bench.Plan plan) {
    long clusters = running ? 1 : (long) chosenProtocols.size() * nodes.size();
    return clusters * chosenWorkloads.size() * (plan.runs() + 1);
  }

  private static String text(Bench.Plan plan) {
    double seconds = plan.time().toMillis() / 1e3;
    return plan.runs() == 1
        ? String.format(
            Locale.ROOT, "one run of %.1f s, while Java still compiles what the nodes do", seconds)
        : String.format(Locale.ROOT, "medians of %d runs of %.1f s", plan.runs(), seconds);
  }

  // --- what is done -----------------------------------------------------------------------------

  private List<Series> load(Protocol protocol, int count, Bench.Plan plan, Progress progress) {
    try (var started =
        BenchCluster.start(protocol, count, main.stdio(), begun -> this.cluster = begun)) {
      var bench = new Bench(protocol, started.targets(), started.processes());
      var measured = load(bench, plan, progress);
      started.stopAndVerify(main.verifier());
      return measured;
    }
  }

  private List<Series> loadRunning(Bench.Plan plan, Progress progress) {
    var config = main.options().config();
    var nodesOfIt = config.members().stream().map(main.options()::remoteNode).toList();
    var probe = new NodeProbe();
    for (var node : nodesOfIt) {
      if (!probe.isReady(node)) {
        throw node.noAnswer();
      }
    }
    var targets = BenchCluster.targets(config, nodesOfIt, Map.of());
    if (targets.isEmpty()) {
      throw usage(
          main.options().clusterFile()
              + " has fewer than two accounts, so that nothing can be paid.");
    }
    return load(new Bench(config.protocol(), targets, Map.of()), plan, progress);
  }

  private List<Series> load(Bench bench, Bench.Plan plan, Progress progress) {
    bench.warmUp(chosenWorkloads, plan);
    List<Series> all = new ArrayList<>();
    for (var workload : chosenWorkloads) {
      all.add(bench.series(workload, plan, () -> progress.step(1)));
    }
    return all;
  }

  /** Where the clusters have their files too. */
  private static Machine machine() {
    return Machine.measure(Path.of(System.getProperty("java.io.tmpdir")));
  }

  // --- what is shown ----------------------------------------------------------------------------

  private void show(BenchReport report) {
    switch (output) {
      case json -> main.stdio().out().println(report.json().toPrettyString());
      case table -> report.lines().forEach(main.stdio().out()::println);
    }
  }

  private void show(Costs costs) {
    switch (output) {
      case json -> main.stdio().out().println(costs.json().toPrettyString());
      case table -> costs.lines().forEach(main.stdio().out()::println);
    }
  }

  private void show(Growth growth) {
    switch (output) {
      case json -> main.stdio().out().println(growth.json().toPrettyString());
      case table -> growth.lines().forEach(main.stdio().out()::println);
    }
  }
}
