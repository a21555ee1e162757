package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that openapi-generator makes from the contract are compiled, and use a real node: the
 * programs in {@code src/test/clients}. A test is skipped where its tools cannot be had.
 */
@DisplayName("Generated clients")
@Tag("long")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GeneratedClientsIT {
  private static final String GENERATOR = "openapi-generator-cli";
  private static final String VERSION = "7.25.0";
  private static final Path CONTRACT = RealCluster.ROOT.resolve("src/main/resources/openapi.yaml");
  private static final Path PROGRAMS = RealCluster.ROOT.resolve("src/test/clients");
  private static final Path NODE_MODULES = RealCluster.ROOT.resolve("node_modules");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** What each of the programs prints. */
  private static final String TOUR =
      """
      paid: committed now
      again: committed before
      many: committed insufficient_funds unknown_account
      refused: 422 insufficient_funds
      found: committed
      unknown: 404 not_found
      account: A 2
      statement: rent 4.00 A B
      block: true A
      blocks: true 1 0
      status: A ready lamport
      peers: B up
      log: 0
      verify: true
      health: UP ready
      metrics: true
      receipt: rent true
      checkpoint: true 2
      consistency: 0 true
      """;

  private static final String NOT_PAID = "not paid: 503 unavailable waits for B\n";

  @TempDir static Path directory;
  private static RealCluster cluster;
  private static Path generator;

  /** The command of each program that could be compiled. */
  private static final Map<String, List<String>> PROGRAM = new LinkedHashMap<>();

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(can("mvn", "--version"), "Skipped, as there is no mvn in PATH.");
    generator = directory.resolve(GENERATOR + "-" + VERSION + ".jar");
    var copied =
        run(
            directory,
            "mvn",
            "-q",
            "-B",
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
            "-Dartifact=org.openapitools:" + GENERATOR + ":" + VERSION,
            "-DoutputDirectory=" + directory);
    assumeTrue(copied.code == 0, "Skipped, as Maven cannot have openapi-generator: " + copied.text);
    cluster = new RealCluster(directory.resolve("cluster"), "", "A", "B").startAll();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void java() throws Exception {
    var client = generate("java", "--library", "native");
    var built = run(client, "mvn", "-q", "-B", "compile", "dependency:copy-dependencies");
    assumeFalse(
        built.code != 0 && built.text.contains("Could not transfer artifact"),
        "Skipped, as Maven cannot have the libraries of the client: " + built.text);
    assertEquals(0, built.code, built.text);
    var classPath = client.resolve("target/classes") + ":" + client.resolve("target/dependency/*");
    var program = PROGRAMS.resolve("Tour.java").toString();
    tour("Java", List.of(JAVA, "-cp", classPath, program));
  }

  @Test
  @Order(2)
  void typescript() throws Exception {
    var compiler = NODE_MODULES.resolve(".bin/tsc");
    assumeTrue(
        Files.exists(compiler) && can("node", "--version"),
        "Skipped, as there is no Node.js, or npm ci has not installed the TypeScript compiler.");
    var client = generate("typescript-fetch", "--additional-properties=importFileExtension=.js");
    var folder = Files.createDirectory(directory.resolve("typescript"));
    Files.move(client, folder.resolve("client"));
    Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");
    Files.copy(PROGRAMS.resolve("tour.ts"), folder.resolve("tour.ts"));
    var built =
        run(
            folder,
            compiler.toString(),
            "--strict",
            "--noUncheckedIndexedAccess",
            "--target",
            "es2022",
            "--module",
            "nodenext",
            "--types",
            "node",
            "--typeRoots",
            NODE_MODULES.resolve("@types").toString(),
            "tour.ts");
    assertEquals(0, built.code, built.text);
    tour("TypeScript", List.of("node", folder.resolve("tour.js").toString()));
  }

  @Test
  @Order(3)
  void python() throws Exception {
    assumeTrue(
        can("python3", "-m", "pip", "--version"), "Skipped, as there is no python3 with pip.");
    var client = generate("python");
    var installed =
        run(
            client,
            "python3",
            "-m",
            "pip",
            "install",
            "-q",
            "--target",
            ".",
            "-r",
            "requirements.txt");
    assumeTrue(
        installed.code == 0,
        "Skipped, as pip cannot have the libraries of the client: " + installed.text);
    var program = PROGRAMS.resolve("tour.py").toString();
    tour("Python", List.of("env", "PYTHONPATH=" + client, "python3", program));
  }

  /** The last one: member B does not come back. */
  @Test
  @Order(4)
  void what_is_not_paid_is_a_problem_that_names_who_is_missing() throws Exception {
    assumeFalse(PROGRAM.isEmpty(), "Skipped, as no client could be made; see the other tests.");
    cluster.kill("B").awaitWaiting("A", "B");
    for (var program : PROGRAM.entrySet()) {
      assertEquals(NOT_PAID, printed(program.getValue()), program.getKey());
    }
  }

  private static void tour(String name, List<String> command) throws Exception {
    PROGRAM.put(name, command);
    // Python writes True and False.
    assertEquals(TOUR, printed(command).replace("True", "true"));
  }

  private static String printed(List<String> command) throws Exception {
    List<String> whole = new ArrayList<>(command);
    var node = cluster.client("A");
    whole.addAll(List.of(node.url(), node.token(), "A", "B"));
    var ended = run(directory, whole.toArray(String[]::new));
    assertEquals(0, ended.code, ended.text);
    return ended.text;
  }

  /** The folder with the sources of a client; the generator has complained about nothing. */
  private static Path generate(String language, String... options) throws Exception {
    var folder = directory.resolve("client-" + language);
    List<String> command =
        new ArrayList<>(
            List.of(JAVA, "-jar", generator.toString(), "generate", "-g", language, "-o"));
    command.addAll(List.of(folder.toString(), "-i", CONTRACT.toString()));
    command.addAll(List.of(options));
    var ended = run(directory, command.toArray(String[]::new));
    assertEquals(0, ended.code, ended.text);
    assertTrue(ended.text.lines().noneMatch(line -> line.contains(" ERROR ")), ended.text);
    return folder;
  }

  private static boolean can(String... command) throws InterruptedException {
    try {
      return run(directory, command).code == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private record Ended(int code, String text) {}

  private static Ended run(Path folder, String... command)
      throws IOException, InterruptedException {
    var output = Files.createTempFile(directory, "output", ".txt");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + " did not end");
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }
}
