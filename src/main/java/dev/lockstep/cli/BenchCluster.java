package dev.lockstep.cli;

import dev.lockstep.bench.InsideClients;
import dev.lockstep.bench.Target;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Protocol;
import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.config.ClusterConfigReader;
import dev.lockstep.config.ConfigException;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.store.Verdict;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * A cluster on this machine, in a directory that is deleted with it. Used by one thread, except
 * that any may {@link #abandon} it.
 */
final class BenchCluster implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
  private static final String BALANCE = "1000000000.00";

  /** Below the ports that systems give to outgoing connections. */
  private static final int PORTS_FROM = 20_000;

  private static final int PORTS_TO = 32_000;
  private static final int PORTS_TRIED = 1_000;
  private static final int PORTS_OF_A_MEMBER = 3;

  private final Path directory;
  private final Path file;
  private final ClusterConfig config;

  /** Changed while this is locked only. */
  private volatile Supervisor supervisor = new Supervisor();

  private boolean isAbandoned;

  private BenchCluster(Path directory, Path file, ClusterConfig config) {
    this.directory = directory;
    this.file = file;
    this.config = config;
  }

  /**
   * Starts the nodes and waits until all are ready.
   *
   * @param begun is given the cluster before its first node starts
   * @throws CliException when one is not
   */
  static BenchCluster start(
      Protocol protocol, int nodes, Stdio stdio, Consumer<BenchCluster> begun) {
    BenchCluster cluster;
    try {
      var directory = Files.createTempDirectory("lockstep-bench");
      var file = directory.resolve("cluster.yaml");
      Files.write(file, configuration(protocol, nodes));
      cluster = new BenchCluster(directory, file, ClusterConfigReader.read(file));
    } catch (IOException | ConfigException e) {
      throw new CliException(
          ExitCode.FAILURE,
          "The bench has no directory for its cluster: " + e.getMessage() + ".",
          e);
    }
    begun.accept(cluster);
    try {
      cluster.startAll(stdio);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static List<String> configuration(Protocol protocol, int nodes) throws IOException {
    var ports = freePorts(nodes * PORTS_OF_A_MEMBER);
    List<String> lines = new ArrayList<>();
    lines.add("ledger: bench");
    lines.add("protocol: " + protocol.text());
    lines.add("members:");
    for (int i = 0; i < nodes; i++) {
      int first = i * PORTS_OF_A_MEMBER;
      lines.add(
          "  - { name: %s, host: 127.0.0.1, http: %d, bus: %d, hazelcast: %d }"
              .formatted(name(i), ports.get(first), ports.get(first + 1), ports.get(first + 2)));
    }
    lines.add("accounts:");
    for (int i = 0; i < nodes; i++) {
      lines.add(
          "  - { name: %s, owner: %s, balance: \"%s\" }".formatted(name(i), name(i), BALANCE));
    }
    // For a cluster of one, whose member pays to somebody too.
    lines.add("  - { name: LAST, owner: A, balance: \"0.00\" }");
    return lines;
  }

  private static String name(int member) {
    return String.valueOf((char) ('A' + member));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> open = new ArrayList<>();
    try {
      for (int tried = 0; open.size() < count && tried < PORTS_TRIED; tried++) {
        int port = ThreadLocalRandom.current().nextInt(PORTS_FROM, PORTS_TO);
        try {
          open.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException _) {
          // It is taken: another one.
        }
      }
      if (open.size() < count) {
        throw new IOException("no " + count + " free ports were found");
      }
      return open.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (var socket : open) {
        socket.close();
      }
    }
  }

  /**
   * Starts the nodes and waits until all are ready.
   *
   * @throws CliException when one is not
   */
  void startAll(Stdio stdio) {
    for (var member : config.members()) {
      var node = RemoteNode.of(member, directory, CommandHint.withoutOptions());
      supervisor.start(() -> ChildNode.inBench(node, file, directory, stdio.err()::println));
    }
    supervisor.await(supervisor.children(), new NodeProbe()::isReady, START_PATIENCE, (_, _) -> {});
  }

  List<Target> targets() {
    Map<String, InsideClients> inside = new TreeMap<>();
    for (var child : supervisor.children()) {
      var process = child.process();
      inside.put(
          child.name(),
          new InsideClients(child.name(), process.getOutputStream(), process.getInputStream()));
    }
    return targets(config, supervisor.children().stream().map(ChildNode::node).toList(), inside);
  }

  /**
   * Each node pays from an account that it owns to the next account of the ledger. A node that owns
   * none is not loaded.
   *
   * @param inside the clients within the nodes' processes, by member
   */
  static List<Target> targets(
      ClusterConfig config, List<RemoteNode> nodes, Map<String, InsideClients> inside) {
    var names = config.accounts().stream().map(Genesis.Account::name).toList();
    if (names.size() < 2) {
      return List.of();
    }
    return nodes.stream()
        .flatMap(
            node ->
                config.accounts().stream()
                    .filter(account -> account.owner().equals(node.name()))
                    .limit(1)
                    .map(
                        payer ->
                            new Target(
                                node.name(),
                                node.uri("http", ""),
                                node.token(),
                                payer.name(),
                                names.get((names.indexOf(payer.name()) + 1) % names.size()),
                                Optional.ofNullable(inside.get(node.name())))))
        .toList();
  }

  Map<String, ProcessHandle> processes() {
    Map<String, ProcessHandle> processes = new TreeMap<>();
    supervisor.children().forEach(child -> processes.put(child.name(), child.process().toHandle()));
    return processes;
  }

  /**
   * Stops the nodes and checks what is on their disks: every hash, every balance, and H2.
   *
   * @throws CliException with exit code 5 when something does not fit
   */
  void stopAndVerify(OfflineVerifier verifier) {
    supervisor.stop(STOP_PATIENCE);
    for (var member : config.members()) {
      var options =
          new NodeOptions(
              config,
              member.name(),
              directory,
              false,
              NodeOptions.SESSION,
              CommandHint.withoutOptions().of(member.name()));
      switch (verifier.verify(options, (_, _) -> {}).verdict()) {
        case Verdict.Sound _ -> {}
        case Verdict.Broken(var height, var sentence) ->
            throw new CliException(
                ExitCode.VERIFICATION_FAILED,
                "Height %d of %s does not fit after the bench: %s"
                    .formatted(height, member.name(), sentence));
      }
    }
  }

  /** On Ctrl-C: kills the nodes and deletes the directory. No node starts after that. */
  synchronized void abandon() {
    isAbandoned = true;
    supervisor.kill(STOP_PATIENCE);
    delete();
  }

  /** Ends the nodes as their operator would; others may start. */
  synchronized void stopAll() {
    if (!isAbandoned) {
      supervisor.stop(STOP_PATIENCE);
      supervisor = new Supervisor();
    }
  }

  /** Of all files, journals and databases first of all. */
  long diskBytes() {
    try (var files = Files.walk(directory)) {
      return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE, "%s cannot be read: %s.".formatted(directory, e.getMessage()), e);
    }
  }

  @Override
  public synchronized void close() {
    if (!isAbandoned) {
      supervisor.stop(STOP_PATIENCE);
      delete();
    }
  }

  private void delete() {
    try (var files = Files.walk(directory)) {
      for (var each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE,
          "%s cannot be deleted (%s); delete it yourself.".formatted(directory, e.getMessage()),
          e);
    }
  }
}
