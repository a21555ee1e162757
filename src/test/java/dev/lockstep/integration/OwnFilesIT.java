package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real node in a process of its own. */
@DisplayName("The files of a node")
class OwnFilesIT {
  @TempDir Path work;
  private Path data;
  private Path cluster;

  private record Ended(int code, String said) {}

  @BeforeEach
  void configure() throws IOException {
    data = work.resolve("data");
    var ports = FreePorts.take(3);
    cluster =
        Files.writeString(
            work.resolve("cluster.yaml"),
            """
              ledger: files
              protocol: lamport
              members: [{ name: A, host: 127.0.0.1, http: %d, bus: %d, hazelcast: %d }]
              accounts: [{ name: A, owner: A, balance: 10 }, { name: B, owner: A, balance: 10 }]
              """
                .formatted(ports.get(0), ports.get(1), ports.get(2)));
  }

  @Test
  void with_an_open_umask_none_is_open_to_others_and_an_open_directory_is_closed()
      throws Exception {
    assertEquals(0, run("transfer A B 4\n").code);
    var found = new TreeSet<String>();
    try (var files = Files.walk(data)) {
      // Of what is in them, the page and the contract, everybody may have a copy.
      for (var path : files.filter(p -> !p.toString().contains("/A/resources/")).toList()) {
        var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        assertEquals(Files.isDirectory(path) ? "rwx------" : "rw-------", mode, path::toString);
        found.add(data.relativize(path).toString());
      }
    }
    assertTrue(
        found.containsAll(
            List.of("A/journal/0000000001.log", "A/ledger.mv.db", "A/node.log", "A/token")),
        found::toString);

    // As an earlier version left it.
    Files.setPosixFilePermissions(data.resolve("A"), PosixFilePermissions.fromString("rwxr-xr-x"));
    var ended = run("balance A\n");
    assertEquals(0, ended.code, ended.said);
    assertTrue(ended.said.contains("was open to other users of this machine"), ended.said);
  }

  @Test
  void a_log_that_is_a_link_is_refused_before_anything_is_written() throws Exception {
    var victim = Files.writeString(work.resolve("victim"), "as it was");
    Files.createDirectories(data.resolve("A"));
    Files.createSymbolicLink(data.resolve("A/node.log"), victim);
    var ended = run("status\n");
    assertEquals(1, ended.code, ended.said);
    assertTrue(ended.said.contains("A/node.log is a symbolic link"), ended.said);
    assertEquals("as it was", Files.readString(victim));
  }

  private Ended run(String commands) throws Exception {
    var script = Files.writeString(work.resolve("script"), commands);
    var builder =
        new ProcessBuilder(
            "sh",
            "-c",
            "umask 000; exec \"$0\" \"$@\"",
            RealCluster.ROOT.resolve("run.sh").toString(),
            "A",
            "--cluster",
            cluster.toString(),
            "--data",
            data.toString());
    RealCluster.setEnvironment(builder);
    var process = builder.redirectErrorStream(true).redirectInput(script.toFile()).start();
    var said = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), said);
    return new Ended(process.exitValue(), said);
  }
}
