package dev.lockstep.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A receipt outlives the node that gave it, and needs no program of ours. */
@DisplayName("A receipt of real nodes")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReceiptIT {
  @TempDir static Path directory;
  private static RealCluster cluster;
  private static String id;
  private static Path receipt;
  private static final List<String> KEYS = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    cluster = new RealCluster(directory, "record: true\n", "A", "B", "C").startAll();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  @Order(1)
  void is_given_soon_after_the_answer_and_signed_by_a_majority() throws Exception {
    var transfer = cluster.client("A").transfer(null, "A", "B", "4.00");
    assertEquals(201, transfer.status());
    id = transfer.body().get("id").textValue();
    // Committed blocks after it, so that both paths have something to prove.
    for (int i = 0; i < 3; i++) {
      assertEquals(201, cluster.client("B").transfer(null, "B", "C", "0.01").status());
    }
    var given = cluster.run("", "receipt", id);
    assertEquals(0, given.code(), given::err);
    receipt = Files.writeString(directory.resolve("receipt.json"), given.out());
    for (var name : cluster.names) {
      KEYS.add(cluster.run("", "key", name).out().strip());
    }
    assertEquals(404, cluster.client("A").get("/api/transfers/" + other() + "/receipt").status());
  }

  private static String other() {
    return "018f4e7b-0000-7000-8000-000000000001";
  }

  @Test
  @Order(2)
  void a_node_has_its_checkpoint_after_a_restart() throws Exception {
    await().until(() -> cluster.client("A").text("/api/checkpoint").contains("\n5\n"));
    var before = cluster.client("A").text("/api/checkpoint");
    cluster.kill("A");
    cluster.start("A").awaitReady("A");
    assertEquals(before, cluster.client("A").text("/api/checkpoint"));
  }

  /** No matter of receipts; but these processes have been killed, and a start of others is slow. */
  @Test
  @Order(3)
  void the_run_with_its_kill_9_is_computed_again_and_left_for_another_one() throws Exception {
    cluster.awaitEqualHeads();
    RecordOfRun.of(cluster).computeAgainAndFork(1);
  }

  @Test
  @Order(4)
  void holds_when_all_nodes_and_their_disks_are_gone() throws Exception {
    cluster.kill(List.of("A", "B", "C"));
    for (var name : cluster.names) {
      cluster.loseDisk(name);
    }
    List<String> check = new ArrayList<>(List.of("check", receipt.toString()));
    KEYS.forEach(key -> check.addAll(List.of("--key", key)));
    var checked = cluster.run("", check.toArray(String[]::new));
    assertEquals(0, checked.code(), checked::err);
    assertTrue(checked.out().contains("transfer " + id + " of 4.00 from A to B"), checked::out);

    Files.writeString(receipt, Files.readString(receipt).replace("4.00", "5.00"));
    var forged = cluster.run("", check.toArray(String[]::new));
    assertEquals(5, forged.code(), forged::out);
    Files.writeString(receipt, Files.readString(receipt).replace("5.00", "4.00"));
  }

  @Test
  @Order(5)
  void the_checker_in_python_agrees() throws Exception {
    assumeTrue(
        external(List.of("python3", "--version")).code() == 0
            && external(List.of("openssl", "version")).out().startsWith("OpenSSL 3"),
        "Python 3 or OpenSSL 3 is missing, so docs/check_receipt.py is not tested.");
    List<String> command = new ArrayList<>(List.of("python3", "docs/check_receipt.py"));
    command.add(receipt.toString());
    command.addAll(KEYS);
    var checked = external(command);
    assertEquals(0, checked.code(), checked::out);
    assertTrue(checked.out().contains("of 3 members"), checked::out);
  }

  @Test
  @Order(6)
  void the_signed_notes_of_go_agree() throws Exception {
    assumeTrue(
        external(List.of("go", "version")).code() == 0
            && Files.exists(Path.of("/usr/share/gocode/src/golang.org/x/mod/sumdb/note/note.go")),
        "Go or golang.org/x/mod (Debian: golang-go golang-golang-x-mod-dev) is missing, so that implementation of signed notes is not tested.");
    var note = new ObjectMapper().readTree(receipt.toFile()).get("checkpoint").textValue();
    var file = Files.writeString(directory.resolve("checkpoint"), note);
    List<String> command = new ArrayList<>(List.of("go", "run", "src/test/go/note.go"));
    command.add(file.toString());
    command.addAll(KEYS);
    var opened = external(command);
    assertEquals(0, opened.code(), opened::out);
    assertTrue(opened.out().lines().filter(l -> l.startsWith("signed by ")).count() >= 2);
  }

  private static RealCluster.Ended external(List<String> command) throws InterruptedException {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("GO111MODULE", "off");
      builder.environment().put("GOPATH", "/usr/share/gocode");
      var process = builder.start();
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new RealCluster.Ended(process.waitFor(), out, "");
    } catch (IOException e) {
      return new RealCluster.Ended(-1, e.getMessage(), "");
    }
  }
}
