package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.OwnerOnly;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A node in another process, run by the same Java with the same flags as this one.
 *
 * @param output the file for its standard error, and for its standard output unless this process
 *     reads that
 * @param outputBefore how long that file was when the process began
 */
record ChildNode(RemoteNode node, Process process, Path output, long outputBefore) {
  private static final int LAST_BYTES = 16 << 10;

  /** Of the output of earlier starts, in bytes; when there is more, it is put aside. */
  private static final long OUTPUT_MAX = 1 << 20;

  /**
   * @param session how long a browser stays signed in
   * @param notice is given a sentence that a person should see
   */
  static ChildNode start(
      RemoteNode node, Path clusterFile, Path dataDir, Duration session, Consumer<String> notice) {
    var command = command(node.name(), clusterFile, dataDir, session);
    return start(node, command, false, notice);
  }

  /** A node that hears this process, and is heard by it: see {@link #tell} and {@link #said}. */
  static ChildNode inLab(
      RemoteNode node, Path clusterFile, Path dataDir, Duration session, Consumer<String> notice) {
    var command = command(node.name(), clusterFile, dataDir, session);
    command.add("--lab");
    return start(node, command, true, notice);
  }

  /** A node with clients inside, at the other end of its standard input and output. */
  static ChildNode inBench(
      RemoteNode node, Path clusterFile, Path dataDir, Consumer<String> notice) {
    var command = java();
    command.addAll(List.of(Commands.BENCH_NODE, node.name()));
    command.addAll(files(clusterFile, dataDir));
    return start(node, command, true, notice);
  }

  /**
   * @param isHeard whether its standard input and output are for this process
   */
  private static ChildNode start(
      RemoteNode node, List<String> command, boolean isHeard, Consumer<String> notice) {
    var directory = node.tokenFile().toAbsolutePath().getParent();
    var output = directory.resolve("node.out");
    try {
      OwnerOnly.prepare(directory).ifPresent(notice);
      OwnerOnly.create(output);
      long before = Files.size(output);
      if (before > OUTPUT_MAX) {
        Files.move(output, directory.resolve("node.out.1"), StandardCopyOption.REPLACE_EXISTING);
        OwnerOnly.create(output);
        before = 0;
      }
      var toFile = ProcessBuilder.Redirect.appendTo(output.toFile());
      var builder = new ProcessBuilder(command);
      if (isHeard) {
        builder.redirectError(toFile);
      } else {
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true).redirectOutput(toFile);
      }
      return new ChildNode(node, builder.start(), output, before);
    } catch (DataException e) {
      throw new CliException(ExitCode.FAILURE, e.getMessage(), e);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE,
          "Node %s cannot be started in %s: %s.".formatted(node.name(), directory, e.getMessage()),
          e);
    }
  }

  String name() {
    return node.name();
  }

  /** Says a line to a node of a lab; one that has ended does not hear it. */
  void tell(String line) {
    try {
      var out = process.getOutputStream();
      synchronized (out) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException ended) {
      // Whoever watches the process says so.
    }
  }

  /**
   * What a node of a lab says, until it ends. Its lines are read as they come, or it stands still.
   */
  Stream<String> said() {
    return process.inputReader(StandardCharsets.UTF_8).lines();
  }

  /**
   * Stops or continues the process: SIGSTOP or SIGCONT.
   *
   * @throws CliException when the system does not allow it
   */
  void signal(String name) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new CliException(
            ExitCode.FAILURE, "Node " + name() + " could not be sent SIG" + name + ".");
      }
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE, "The command kill cannot be run: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The last line of its output: of a process that has failed, that is the reason. */
  String lastWords() {
    try (var channel = Files.newByteChannel(output)) {
      channel.position(Math.max(outputBefore, channel.size() - LAST_BYTES));
      var text = new String(channelBytes(channel), StandardCharsets.UTF_8);
      return text.lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .reduce((_, last) -> last)
          .orElse("Node " + name() + " has said nothing.");
    } catch (IOException e) {
      return "What node " + name() + " said cannot be read from " + output + ".";
    }
  }

  void terminate() {
    process.destroy();
  }

  /** Waits for its end, and kills it when that takes too long. */
  void await(long deadlineNanos) {
    try {
      if (!process.waitFor(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] channelBytes(SeekableByteChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate((int) (channel.size() - channel.position()));
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // read on
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static List<String> command(
      String member, Path clusterFile, Path dataDir, Duration session) {
    var command = java();
    command.addAll(List.of(Commands.NODE, member, "--parent", "" + ProcessHandle.current().pid()));
    command.addAll(files(clusterFile, dataDir));
    command.addAll(List.of("--sessions", SessionLength.text(session)));
    // Whoever starts one starts all of them, with one directory of data.
    command.add("--siblings");
    return command;
  }

  private static List<String> java() {
    var java =
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Dlockstep.terminal=");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    return command;
  }

  private static List<String> files(Path clusterFile, Path dataDir) {
    return List.of(
        "--cluster",
        clusterFile.toAbsolutePath().toString(),
        "--data",
        dataDir.toAbsolutePath().toString());
  }
}
