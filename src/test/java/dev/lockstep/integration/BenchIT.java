package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole bench, with a cluster of one. It asserts no speed. */
@DisplayName("The bench")
class BenchIT {
  @TempDir Path work;

  private record Ended(int code, String out) {}

  @Test
  void it_measures_a_cluster_of_its_own_and_leaves_nothing_behind() throws Exception {
    var temporary = Files.createDirectory(work.resolve("tmp"));
    var measured = bench("--workload", "d1-in,a", "-o", "json");
    assertEquals(0, measured.code, measured.out);
    var json = new ObjectMapper().readTree(measured.out);
    assertTrue(json.path("machine").path("sync_ms").path("before").asDouble() > 0, measured.out);
    assertEquals(
        List.of("d1-in", "a"), json.path("results").findValuesAsText("workload"), measured.out);
    for (var result : json.path("results")) {
      assertEquals(1, result.path("nodes").asInt());
      assertFigures(result);
    }
    try (var left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private static void assertFigures(JsonNode result) {
    double p50 = result.path("p50_ms").path("median").asDouble();
    assertTrue(p50 > 0, result::toString);
    assertTrue(result.path("p999_ms").path("median").asDouble() >= p50, result::toString);
    assertTrue(result.path("per_second").path("min").asDouble() > 0, result::toString);
    assertTrue(result.path("cpu_us").path("A").asDouble() > 0, result::toString);
  }

  private Ended bench(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(RealCluster.ROOT.resolve("run.sh").toString());
    command.addAll(List.of("bench", "--quick", "--protocol", "lamport", "--nodes", "1"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(work.toFile());
    RealCluster.setEnvironment(builder);
    builder
        .environment()
        .merge(
            "LOCKSTEP_JAVA_OPTS", "-Djava.io.tmpdir=" + work.resolve("tmp"), (a, b) -> a + " " + b);
    var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out);
  }
}
