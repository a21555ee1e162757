package dev.lockstep.cli;

import dev.lockstep.cli.status.ClusterStatus;
import dev.lockstep.cli.status.Equality;
import dev.lockstep.cli.status.Replica;
import dev.lockstep.command.ExitCode;
import dev.lockstep.reader.NodeReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** All members of the cluster side by side. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Asks every member of the cluster file how it is, and whether their chains are equal. It"
          + " needs a token of each node, in the data directory; a read-only one is enough.",
      "Exit code 5: the chains differ. Code 4: a member does not answer."
    })
final class StatusCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @ParentCommand private Main main;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How it is shown: ${COMPLETION-CANDIDATES} (default: table).")
  private OutputFormat output;

  @Override
  public Integer call() throws InterruptedException {
    var config = main.options().config();
    var nodes = config.members().stream().map(main.options()::remoteNode).toList();
    try (var http = NodeReader.client()) {
      var status = status(http, nodes);
      var out = main.stdio().out();
      switch (output) {
        case table -> status.lines().forEach(out::println);
        case json -> out.println(status.json());
      }
      return status.exitCode();
    }
  }

  private static ClusterStatus status(HttpClient http, List<RemoteNode> nodes)
      throws InterruptedException {
    var replicas = inParallel(nodes.stream().map(node -> asking(http, node)).toList());
    Map<String, Long> heights = new TreeMap<>();
    for (var replica : replicas) {
      if (replica instanceof Replica.Answered(var member, var _, var status)) {
        heights.put(member, status.path("height").asLong());
      }
    }
    long shortest = heights.values().stream().mapToLong(Long::longValue).min().orElse(0);
    var asked = nodes.stream().filter(node -> heights.containsKey(node.name())).toList();
    var hashes = inParallel(asked.stream().map(node -> hashAt(http, node, shortest)).toList());
    Map<String, String> found = new TreeMap<>();
    for (int i = 0; i < asked.size(); i++) {
      if (!hashes.get(i).isEmpty()) {
        found.put(asked.get(i).name(), hashes.get(i));
      }
    }
    return new ClusterStatus(replicas, Equality.of(shortest, found, heights));
  }

  /** A member that does not answer holds up nobody. */
  private static <T> List<T> inParallel(List<Callable<T>> tasks) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (var result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    }
  }

  private static Callable<Replica> asking(HttpClient http, RemoteNode node) {
    var address = node.member().at(node.member().http());
    return () -> {
      try {
        return new Replica.Answered(node.name(), address, reader(http, node).json("/api/status"));
      } catch (IOException _) {
        return new Replica.Silent(node.name(), address, node.noAnswer().getMessage());
      } catch (CliException e) {
        if (e.exitCode() != ExitCode.UNAVAILABLE) {
          throw e;
        }
        return new Replica.Silent(node.name(), address, e.getMessage());
      }
    };
  }

  /** Empty when the node has gone meanwhile: then it is not compared. */
  private static Callable<String> hashAt(HttpClient http, RemoteNode node, long height) {
    return () -> {
      try {
        return reader(http, node)
            .json("/api/blocks?limit=1&transfers=0&from=" + height)
            .path("blocks")
            .path(0)
            .path("hash")
            .asText();
      } catch (IOException _) {
        return "";
      }
    };
  }

  private static NodeReader reader(HttpClient http, RemoteNode node) {
    return new NodeReader(http, node.uri("http", "/"), node.readingToken(), PATIENCE);
  }
}
