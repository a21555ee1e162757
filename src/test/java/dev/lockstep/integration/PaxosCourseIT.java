package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration of the course, on five real processes with the settings of conf/paxos.yaml. */
@DisplayName("The demonstration of the course")
class PaxosCourseIT {
  @TempDir Path directory;

  @Test
  @Tag("long")
  void five_members_run_a_file_and_any_two_of_them_may_die() throws Exception {
    var shipped = Files.readString(RealCluster.ROOT.resolve("conf/paxos.yaml"));
    var settings = shipped.substring(shipped.indexOf("\nblock:") + 1);
    try (var cluster = RealCluster.ofPaxos(directory, "10.00", settings, "A", "B", "C", "D", "E")) {
      cluster.startAll();
      var terminal = new Terminal(cluster);
      terminal.submit("(A, B, 4)", "(B, C, 5)", "(C, D, 6)", "(D, E, 7)", "(E, A, 8)", "(A, B, 4)");
      assertEquals(1, cluster.chain("A").size(), "all of these can be paid without a block");
      assertPrinted(
          terminal.prompt(
              "A", "(A, C, 9)", "PrintBalance A", "PrintBalance E", "PrintLog", "PrintBlockchain"));
      assertEquals("[10.00, 13.00, 9.00, 9.00, 9.00]", onChain(cluster, "A"));

      cluster.awaitEqualHeads();
      assertEquals("A", leader(cluster));
      cluster.kill(List.of("A", "E"));
      terminal.submit("(D, B, 9)");
      assertEquals(201, cluster.client("B").transfer(null, "B", "D", "20.00").status());
      assertEquals("B", leader(cluster));
      assertEquals(3, cluster.chain("B").size());

      cluster.start("E").start("A").awaitReady("A").awaitReady("E");
      cluster.awaitEqualHeads();
      var refused = cluster.client("A").transfer(null, "A", "C", "5.00");
      assertEquals("422 insufficient_funds", refused.status() + " " + refused.code());
      cluster.awaitEqualHeads();
      var chain = cluster.chain("A");
      assertEquals(4, chain.size());
      assertEquals(9, chain.stream().mapToInt(block -> block.get("transfers").size()).sum());
      for (var name : cluster.names) {
        assertEquals(chain, cluster.chain(name), name);
        assertEquals("[1.00, 2.00, 18.00, 20.00, 9.00]", onChain(cluster, name), name);
      }
      // One that was up all the time, and one that was killed; the chains of all are equal.
      cluster.stopAllAndVerify(List.of("B", "E"));
    }
  }

  private static void assertPrinted(String printed) {
    for (var line :
        List.of(
            "A 1.00, of 10.00 on the chain at height 1",
            "E 9.00 at height 1",
            "A C 9.00",
            "A 6 (A, B, 4.00) (A, B, 4.00) (B, C, 5.00) …")) {
      assertTrue(printed.contains(line), () -> line + " is not in\n" + printed);
    }
  }

  private static String leader(RealCluster cluster) {
    return cluster.status("B").get("leader").textValue();
  }

  private static String onChain(RealCluster cluster, String name) {
    return cluster
        .client(name)
        .get("/api/accounts")
        .body()
        .get("accounts")
        .findValuesAsText("on_chain")
        .toString();
  }
}
