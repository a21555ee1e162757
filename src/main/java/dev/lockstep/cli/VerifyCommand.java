package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.status.Equality;
import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.store.Verdict;
import dev.lockstep.store.Verifier;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks the journal and the database of member NAME, offline: stop the node first. With --all"
          + " those of every member here, and whether their chains are equal.",
      "Exit code 5 names the first height that does not fit, and where."
    })
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @ArgGroup(multiplicity = "1")
  private Whose whose;

  private static final class Whose {
    @Parameters(paramLabel = "NAME", description = "A member of the cluster.")
    private String name;

    @Option(
        names = "--all",
        description =
            "Every member that has a directory under --data, and whether their chains are equal.")
    private boolean all;
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How the result is shown: ${COMPLETION-CANDIDATES} (default: table).")
  private OutputFormat output;

  @Override
  public Integer call() {
    var config = main.options().config();
    return whose.all ? all(config) : one(config, whose.name);
  }

  private int one(ClusterConfig config, String name) {
    main.options().member(config, name);
    return switch (check(config, name).verdict()) {
      case Verdict.Sound sound -> show(name, sound);
      case Verdict.Broken broken -> show(name, broken);
    };
  }

  private Verifier.Checked check(ClusterConfig config, String name) {
    var options = options(config, name);
    if (Files.notExists(options.directory())) {
      // Nothing was checked, so nothing was found to be wrong: this is not code 5.
      throw new CliException(
          ExitCode.FAILURE,
          "%s has no data directory %s, so it has never been started there; start it with %s, or name another place with --data DIR."
              .formatted(name, options.directory(), options.startCommand()));
    }
    try (var progress = new Progress("verify " + name, main.stdio())) {
      return main.verifier().verify(options, progress::at);
    }
  }

  private NodeOptions options(ClusterConfig config, String name) {
    return new NodeOptions(
        config,
        name,
        main.options().dataDir(),
        false,
        NodeOptions.SESSION,
        main.options().hint().of(name));
  }

  // --- all members ------------------------------------------------------------------------------

  private int all(ClusterConfig config) {
    var here =
        config.memberNames().stream()
            .filter(name -> Files.exists(options(config, name).directory()))
            .toList();
    if (here.isEmpty()) {
      throw new CliException(
          ExitCode.FAILURE,
          "No member of %s has a directory in %s; name another place with --data DIR."
              .formatted(main.options().clusterFile(), main.options().dataDir()));
    }
    Map<String, Verifier.Checked> checked = new LinkedHashMap<>();
    here.forEach(name -> checked.put(name, check(config, name)));
    var equality = equality(checked);
    boolean isSound =
        checked.values().stream().allMatch(each -> each.verdict() instanceof Verdict.Sound);
    boolean isWhole = isSound && !(equality instanceof Equality.Different);
    switch (output) {
      case json -> main.stdio().out().println(json(checked, equality, isWhole));
      case table -> showAll(config, checked, equality, isWhole);
    }
    return isWhole ? ExitCode.OK : ExitCode.VERIFICATION_FAILED;
  }

  /** Of the chains that can be read, up to the end of the shortest. */
  private static Equality equality(Map<String, Verifier.Checked> checked) {
    Map<String, Long> heights = new TreeMap<>();
    checked.forEach(
        (name, each) -> {
          if (each.hashes().size() > 0) {
            heights.put(name, each.hashes().size() - 1);
          }
        });
    long shortest = heights.values().stream().mapToLong(Long::longValue).min().orElse(0);
    var last = Equality.of(shortest, hashes(checked, heights, shortest), heights);
    return last instanceof Equality.Different ? firstDifference(checked, heights, shortest) : last;
  }

  /**
   * Each block names the one before, so that chains which differ at one height do so from there on.
   */
  private static Equality firstDifference(
      Map<String, Verifier.Checked> checked, Map<String, Long> heights, long different) {
    long low = 0;
    long high = different;
    while (low < high) {
      long middle = (low + high) / 2;
      var at = Equality.of(middle, hashes(checked, heights, middle), heights);
      if (at instanceof Equality.Different) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return Equality.of(low, hashes(checked, heights, low), heights);
  }

  private static Map<String, String> hashes(
      Map<String, Verifier.Checked> checked, Map<String, Long> heights, long height) {
    Map<String, String> hashes = new TreeMap<>();
    heights
        .keySet()
        .forEach(name -> hashes.put(name, checked.get(name).hashes().get(height).toString()));
    return hashes;
  }

  private void showAll(
      ClusterConfig config,
      Map<String, Verifier.Checked> checked,
      Equality equality,
      boolean isWhole) {
    checked.forEach(
        (name, each) -> {
          switch (each.verdict()) {
            case Verdict.Sound sound -> show(name, sound);
            case Verdict.Broken broken -> show(name, broken);
          }
        });
    var out = main.stdio().out();
    config.memberNames().stream()
        .filter(name -> !checked.containsKey(name))
        .forEach(name -> out.printf("%s has no directory here and was not checked.%n", name));
    out.println(equality.sentence());
    out.println(
        isWhole
            ? "All that is here is sound."
            : "What is here is NOT sound; the sentences above say where.");
  }

  private static ObjectNode json(
      Map<String, Verifier.Checked> checked, Equality equality, boolean isWhole) {
    var json = JsonNodeFactory.instance.objectNode().put("ok", isWhole);
    var members = json.putArray("members");
    checked.forEach(
        (name, each) ->
            members.add(
                switch (each.verdict()) {
                  case Verdict.Sound sound -> json(name, sound);
                  case Verdict.Broken broken -> json(name, broken);
                }));
    json.set("replicas", equality.json());
    return json;
  }

  // --- one member -------------------------------------------------------------------------------

  private static ObjectNode json(String name, Verdict.Sound sound) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("member", name)
            .put("ok", true)
            .put("height", sound.height())
            .put("hash", sound.head().toString())
            .put("transfers", sound.transfers());
    sound.storeHeight().ifPresent(height -> json.put("store_height", height));
    return json.put("torn_end", sound.tornEnd());
  }

  private static ObjectNode json(String name, Verdict.Broken broken) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("member", name)
        .put("ok", false)
        .put("height", broken.height())
        .put("problem", broken.sentence());
  }

  private int show(String name, Verdict.Sound sound) {
    var out = main.stdio().out();
    if (output == OutputFormat.json) {
      out.println(json(name, sound));
      return ExitCode.OK;
    }
    out.printf(
        "%s is sound: height %d, %d transfers, head %s; every hash and every balance fits.%n",
        name, sound.height(), sound.transfers(), sound.head());
    out.println(database(sound));
    if (!sound.tornEnd().isEmpty()) {
      out.println(sound.tornEnd());
    }
    return ExitCode.OK;
  }

  /** After a kill H2 is behind: it is written after the journal, and not forced to the disk. */
  private static String database(Verdict.Sound sound) {
    if (sound.storeHeight().isEmpty()) {
      return "There is no database; the next start makes it from the journal.";
    }
    long height = sound.storeHeight().getAsLong();
    return height < sound.height()
        ? "The database stands at height %d, behind by %d, as after a kill; the next start brings it up from the journal."
            .formatted(height, sound.height() - height)
        : "The database stands at height %d too.".formatted(height);
  }

  private int show(String name, Verdict.Broken broken) {
    if (output == OutputFormat.json) {
      main.stdio().out().println(json(name, broken));
    } else {
      main.stdio()
          .err()
          .printf("Height %d of %s does not fit: %s%n", broken.height(), name, broken.sentence());
    }
    return ExitCode.VERIFICATION_FAILED;
  }
}
