package dev.lockstep.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the command line as a person would, with streams that a test can look into. */
public final class Cli {
  private final Path folder;
  private NodeLauncher launcher = NodeLauncher.real(Stdio.system());

  /** What a command left behind. */
  public record Result(int code, String out, String err) {}

  public Cli(Path folder) {
    this.folder = folder;
  }

  Cli launcher(NodeLauncher other) {
    launcher = other;
    return this;
  }

  /** Makes the tokens and a configuration of members A, B, … that listen on these ports. */
  public Cli cluster(int... httpPorts) throws IOException {
    var members = new StringBuilder();
    var accounts = new StringBuilder();
    for (int i = 0; i < httpPorts.length; i++) {
      char name = (char) ('A' + i);
      members.append(
          "  - { name: %s, host: 127.0.0.1, http: %d, bus: %d, hazelcast: %d }%n"
              .formatted(name, httpPorts[i], i + 11, i + 101));
      accounts.append("  - { name: %s, owner: %s, balance: 10 }%n".formatted(name, name));
      Files.createDirectories(folder.resolve("data/" + name));
      Files.writeString(folder.resolve("data/" + name + "/token"), "token-of-" + name + "\n");
    }
    Files.writeString(
        folder.resolve("cluster.yaml"),
        "ledger: test\nprotocol: lamport\nmembers:\n" + members + "accounts:\n" + accounts);
    return this;
  }

  public Result run(String... arguments) {
    return runWith("", arguments);
  }

  public Result runWith(String input, String... arguments) {
    return runWith(input, StandardCharsets.UTF_8, arguments);
  }

  Result runWith(String input, Charset charset, String... arguments) {
    return run(input.getBytes(charset), new StringWriter(), withFiles(arguments));
  }

  /** With a standard output that takes nothing, as on a full disk. */
  Result runUnwritable(String input, String... arguments) {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    return run(
        bytes(input), new OutputStreamWriter(full, StandardCharsets.UTF_8), withFiles(arguments));
  }

  private String[] withFiles(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--cluster=" + folder.resolve("cluster.yaml"));
    all.add("--data=" + folder.resolve("data"));
    return all.toArray(String[]::new);
  }

  /** With these arguments and no others. */
  public Result bare(String input, String... arguments) {
    return run(bytes(input), new StringWriter(), arguments);
  }

  private static byte[] bytes(String input) {
    return input.getBytes(StandardCharsets.UTF_8);
  }

  private Result run(byte[] input, Writer out, String... arguments) {
    var err = new StringWriter();
    var stdio =
        new Stdio(new ByteArrayInputStream(input), new PrintWriter(out), new PrintWriter(err), "");
    int code = Main.run(stdio, launcher, arguments);
    return new Result(code, out.toString(), err.toString());
  }
}
