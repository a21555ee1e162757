package dev.lockstep.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that reads a file does not outlive the node. */
@DisplayName("The process that reads a torn H2 file")
class SalvageProcessTest {
  @Test
  void it_ends_with_a_parent_that_is_killed(@TempDir Path folder)
      throws IOException, ExecutionException, InterruptedException, TimeoutException {
    // A shell between the two is the parent. The child holds both ends of its input open: by itself
    // it would wait for ever.
    var script = "mkfifo in; \"$@\" <>in >/dev/null 2>&1 & echo $!; wait";
    var parent =
        new ProcessBuilder(
                "sh",
                "-c",
                script,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SalvageProcess.class.getName(),
                SalvageProcess.COPY,
                folder.resolve("ledger").toString())
            .directory(folder.toFile())
            .start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      var child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      try {
        // Until it has asked who its parent is, and opened the file.
        await()
            .until(
                () -> {
                  assertTrue(child.isAlive(), "it has ended by itself");
                  return StoreFile.of(folder.resolve("ledger")).toFile().exists();
                });
        parent.destroyForcibly();
        child.onExit().get(20, TimeUnit.SECONDS);
      } finally {
        child.destroyForcibly();
      }
    } finally {
      parent.destroyForcibly();
    }
  }
}
