package dev.lockstep.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.encoder.EchoEncoder;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

@DisplayName("A node's log")
class NodeLogTest {
  private static final String FORGED =
      "A\n2026-01-01 00:00:00.000 INFO  protocol [9] committed up to 9\r\u001b[2J\u0085\u202eX";

  @TempDir Path directory;

  @Test
  void what_others_send_begins_no_line_and_controls_no_terminal() throws IOException {
    var lines =
        logged(
            log -> {
              log.warn("{} is silent", FORGED);
              log.error(
                  "failed",
                  new IllegalStateException(FORGED, new IOException("the cause of " + FORGED)));
            });

    assertEquals(2, lines.stream().filter(line -> line.startsWith("20")).count(), lines::toString);
    assertEquals(1, lines.stream().filter(line -> line.startsWith("  caused by: ")).count());
    assertTrue(
        lines
            .getFirst()
            .endsWith("INFO  protocol [9] committed up to 9\\r\\u001b[2J\\u0085\\u202eX is silent"),
        lines.getFirst());
    for (var line : lines) {
      assertFalse(line.startsWith("2026-01-01"), line);
      assertTrue(line.chars().noneMatch(Character::isISOControl), line);
      assertFalse(line.contains("\u202e"), line);
    }
  }

  @Test
  void a_line_has_a_bound() throws IOException {
    var endless = "x".repeat(60_000);
    var lines =
        logged(
            log -> {
              log.warn("{} is silent", endless);
              log.error("failed", new IllegalStateException(endless, deep(200)));
            });

    assertTrue(lines.getFirst().endsWith("characters more)"), lines.getFirst());
    assertTrue(lines.size() < 600, "" + lines.size());
    for (var line : lines) {
      assertTrue(line.length() < 4_200, () -> line.length() + " characters");
    }
  }

  private static Exception deep(int levels) {
    return levels == 0
        ? new IOException("the last")
        : new IOException("one of many", deep(levels - 1));
  }

  /** As the configuration that is shipped writes it. */
  private List<String> logged(Consumer<Logger> speaker) throws IOException {
    var file = directory.resolve("node.log");
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("lockstep.log", file.toString());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(Path.of("src/main/resources/lockstep-logback.xml").toFile());
    } catch (JoranException e) {
      throw new IOException(e);
    }
    speaker.accept(context.getLogger("lockstep.protocol"));
    context.stop();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    return Files.readAllLines(file);
  }

  /**
   * All of it within far less than the minute after which logback itself would look at the size.
   */
  @Test
  void a_burst_of_lines_exceeds_neither_the_size_of_a_file_nor_their_number() throws IOException {
    var file = directory.resolve("node.log");
    var log = logFile(file);
    var line = "y".repeat(1_000);
    for (int i = 0; i < 1_000; i++) {
      log.doAppend(line);
    }
    log.stop();

    try (var files = Files.list(directory)) {
      var sizes = files.toList();
      assertEquals(4, sizes.size(), sizes::toString);
      for (var each : sizes) {
        assertTrue(Files.size(each) <= 10_240 + 1_001, () -> each + " is too long");
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
      }
    }
  }

  @Test
  void a_link_in_the_place_of_the_file_is_not_followed() throws IOException {
    var target = Files.writeString(directory.resolve("target"), "");
    var file = Files.createSymbolicLink(directory.resolve("node.log"), target);
    var log = logFile(file);
    log.doAppend("text");
    log.stop();
    assertEquals("", Files.readString(target));
  }

  private static LogFile<String> logFile(Path file) {
    var context = new LoggerContext();
    var encoder = new EchoEncoder<String>();
    encoder.setContext(context);
    encoder.start();
    var log = new LogFile<String>();
    log.setContext(context);
    log.setFile(file.toString());
    log.setFileSize(FileSize.valueOf("10KB"));
    log.setFiles(4);
    log.setEncoder(encoder);
    log.start();
    return log;
  }
}
