package dev.lockstep.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two network namespaces of Linux as two machines, with one cable between them: A and B on the one,
 * C on the other. Each has a loopback interface and a data directory of its own.
 */
@DisplayName("A cluster on two machines")
class TwoMachinesIT {
  private static final Map<String, String> MACHINE_OF =
      new TreeMap<>(Map.of("A", "lockstep1", "B", "lockstep1", "C", "lockstep2"));
  private static final Map<String, String> ADDRESS_OF =
      Map.of("lockstep1", "10.213.77.1", "lockstep2", "10.213.77.2");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path directory;
  private static final Map<String, Process> nodes = new TreeMap<>();

  @BeforeAll
  static void connectMachines() throws Exception {
    assumeTrue(areMachinesPossible(), "network namespaces need Linux, ip and the administrator");
    run(
        "ip",
        "link",
        "add",
        "ls1",
        "netns",
        "lockstep1",
        "type",
        "veth",
        "peer",
        "name",
        "ls2",
        "netns",
        "lockstep2");
    for (var machine : ADDRESS_OF.keySet()) {
      var device = "ls" + machine.charAt(machine.length() - 1);
      run("ip", "-n", machine, "addr", "add", ADDRESS_OF.get(machine) + "/24", "dev", device);
      run("ip", "-n", machine, "link", "set", device, "up");
      run("ip", "-n", machine, "link", "set", "lo", "up");
    }
  }

  private static boolean areMachinesPossible() throws Exception {
    try {
      for (var machine : ADDRESS_OF.keySet()) {
        // Left over by a run that was killed.
        exec(List.of("ip", "netns", "del", machine));
        if (exec(List.of("ip", "netns", "add", machine)).code != 0) {
          return false;
        }
      }
      return true;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  @AfterAll
  static void takeMachinesAway() throws Exception {
    nodes.values().forEach(node -> node.destroyForcibly().onExit().join());
    for (var machine : ADDRESS_OF.keySet()) {
      exec(List.of("ip", "netns", "del", machine));
    }
  }

  private record Ended(int code, String out) {}

  private static Ended exec(List<String> command) throws IOException, InterruptedException {
    var out = Files.createTempFile(directory, "out", ".txt").toFile();
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out);
    builder.redirectInput(new File("/dev/null"));
    builder.environment().put("LOCKSTEP_JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1");
    var process = builder.start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end");
    }
    return new Ended(process.exitValue(), Files.readString(out.toPath()));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var ended = exec(List.of(command));
    assertEquals(0, ended.code, () -> List.of(command) + ": " + ended.out);
    return ended.out;
  }

  /** On the machine of a member, with that machine's data directory. */
  private static List<String> onMachineOf(String member, String... arguments) {
    var machine = MACHINE_OF.get(member);
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", machine));
    command.add(RealCluster.ROOT.resolve("run.sh").toString());
    command.addAll(List.of("--cluster", directory.resolve("cluster.yaml").toString()));
    command.addAll(List.of("--data", directory.resolve(machine).toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static void write(Map<String, String> keys) throws IOException {
    var yaml = new StringBuilder("ledger: two\nprotocol: lamport\nmembers:\n");
    int n = 0;
    for (var member : MACHINE_OF.keySet()) {
      n++;
      yaml.append(
          "  - { name: %s, host: %s, http: %d, bus: %d, hazelcast: %d%s }\n"
              .formatted(
                  member,
                  ADDRESS_OF.get(MACHINE_OF.get(member)),
                  8080 + n,
                  7080 + n,
                  5780 + n,
                  keys.containsKey(member) ? ", key: " + keys.get(member) : ""));
    }
    yaml.append("accounts:\n");
    MACHINE_OF
        .keySet()
        .forEach(m -> yaml.append("  - { name: %s, owner: %s, balance: 10 }\n".formatted(m, m)));
    Files.writeString(directory.resolve("cluster.yaml"), yaml);
  }

  private static String curl(String member, String path) throws IOException, InterruptedException {
    var machine = MACHINE_OF.get(member);
    var token = directory.resolve(machine).resolve(member).resolve("token");
    if (!Files.exists(token)) {
      return "";
    }
    var port = 8081 + List.copyOf(MACHINE_OF.keySet()).indexOf(member);
    return exec(List.of(
            "ip",
            "netns",
            "exec",
            machine,
            "curl",
            "-s",
            "-m",
            "5",
            "-H",
            "Authorization: Bearer " + Files.readString(token).strip(),
            "http://" + ADDRESS_OF.get(machine) + ":" + port + path))
        .out;
  }

  /** What listens on a machine, on addresses that are not loopback. */
  private static Set<Integer> openPorts(String machine) throws IOException, InterruptedException {
    Set<Integer> ports = new TreeSet<>();
    for (var line : run("ip", "netns", "exec", machine, "ss", "-ltnH").lines().toList()) {
      var local = line.strip().split("\\s+")[3];
      if (!local.contains("127.0.0.") && !local.startsWith("[::1]")) {
        ports.add(Integer.parseInt(local.substring(local.lastIndexOf(':') + 1)));
      }
    }
    return ports;
  }

  @Test
  void members_find_each_other_by_their_keys_and_nothing_else_is_open() throws Exception {
    write(Map.of());
    var refused = exec(onMachineOf("A", "A"));
    assertEquals(2, refused.code, refused.out);
    assertTrue(refused.out.contains("run ./run.sh key A on its machine"), refused.out);

    Map<String, String> keys = new TreeMap<>();
    for (var member : MACHINE_OF.keySet()) {
      keys.put(member, run(onMachineOf(member, "key", member).toArray(String[]::new)).strip());
    }
    write(keys);
    for (var member : MACHINE_OF.keySet()) {
      var builder = new ProcessBuilder(onMachineOf(member, member));
      builder.environment().put("LOCKSTEP_JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1");
      nodes.put(
          member,
          builder
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve(member + ".out").toFile())
              .start());
    }
    for (var member : MACHINE_OF.keySet()) {
      await(member + " ready")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> curl(member, "/api/status").contains("\"state\":\"ready\""));
    }

    assertEquals(Set.of(8081, 8082, 7081, 7082), openPorts("lockstep1"));
    assertEquals(Set.of(8083, 7083), openPorts("lockstep2"));
    assertTrue(curl("C", "/metrics").contains("lockstep_refused_envelopes_total 0.0"), "a refusal");
    for (var member : MACHINE_OF.keySet()) {
      nodes.get(member).destroy();
    }
    for (var member : MACHINE_OF.keySet()) {
      assertTrue(nodes.get(member).waitFor(20, TimeUnit.SECONDS), member);
      assertEquals(0, nodes.get(member).exitValue(), member);
    }
  }
}
