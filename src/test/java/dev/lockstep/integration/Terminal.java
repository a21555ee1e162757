package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What a person does with a cluster in a terminal: files of triplets, and the prompt. */
record Terminal(RealCluster cluster) {
  /** Sends a file of triplets, each of which is to be done at once. */
  void submit(String... triplets) throws IOException, InterruptedException {
    var ended = send(triplets);
    assertEquals(0, ended.code(), ended::toString);
    assertEquals(
        "{\"executed\":%d}".formatted(triplets.length),
        NodeClient.JSON.readTree(ended.out()).get("accepted").toString());
  }

  RealCluster.Ended send(String... triplets) throws IOException, InterruptedException {
    var file = Files.createTempFile(cluster.directory, "triplets", ".txt");
    Files.write(file, List.of(triplets));
    return cluster.run("", "submit", file.toString(), "-o", "json");
  }

  /** What a prompt at this node prints, with one space between any two words of a line. */
  String prompt(String node, String... commands) throws IOException, InterruptedException {
    var ended = cluster.run(String.join("\n", commands) + "\n", "console", node);
    assertEquals(0, ended.code(), ended::toString);
    return ended.out().replaceAll(" +", " ").replaceAll("(?m) $", "");
  }
}
