package dev.lockstep.cli;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.cli.trace.Choice;
import dev.lockstep.cli.trace.TraceForm;
import dev.lockstep.cli.trace.TraceRequest;
import dev.lockstep.cli.trace.TraceView;
import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The protocol as it happened, in the terminal. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows what the members sent each other and did, with a column for each: from any node that"
          + " runs. The events of a member that does not answer are read from its disk, if that is"
          + " under --data.",
      "Heartbeats and reports of disks are left out, unless an entry into the critical section rests"
          + " on one; --all shows them too."
    })
final class TraceCommand implements Callable<Integer> {
  private static final int LAST = 2_000;
  private static final int LAST_MAX = 65_536;
  private static final Pattern AGE = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");
  private static final Pattern NUMBER = Pattern.compile("([^:,]+):([0-9]{1,15})");
  private static final Pattern TRANSFER = Pattern.compile("[0-9a-f-]{4,36}");

  @ParentCommand private Main main;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The member at whose node to look (default: the first one that answers).")
  private String name;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what happens, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--last",
      paramLabel = "N",
      description =
          "How many of the newest events of each member are looked at, heartbeats included"
              + " (default: 2000; with --transfer or a time ago 65536).")
  private Integer last;

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      description =
          "Where to begin: a time ago, such as 30s or 5m, or numbers of events, such as"
              + " A:1200,B:980.")
  private String from;

  @Option(
      names = "--transfer",
      paramLabel = "ID",
      description = "Only what moved this transfer; the last digits of its id will do.")
  private String transfer;

  @Option(
      names = "--type",
      paramLabel = "LIST",
      split = ",",
      description =
          "Only messages of these types and events of these kinds, such as request,entered.")
  private List<String> types = List.of();

  @Option(
      names = "--all",
      description = "Also heartbeats, reports of disks and timers of repetitions.")
  private boolean all;

  @Option(
      names = "--state",
      description =
          "Below each event what it has changed of its member's state: clock, queue, whom it has"
              + " heard, promises and votes.")
  private boolean state;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "How it is shown: ${COMPLETION-CANDIDATES} (default: text).")
  private TraceForm output;

  @Override
  public Integer call() {
    var config = main.options().config();
    var request = request(config);
    var nodes = nodes(config).stream().map(member -> main.options().remoteNode(config, member));
    return new TraceView(
            config.memberNames(),
            config.genesis().protocol().text(),
            nodes.toList(),
            main.options().dataDir(),
            main.stdio(),
            request)
        .run();
  }

  /** The named one first; the others know of the same events. */
  private List<String> nodes(ClusterConfig config) {
    if (name == null) {
      return config.memberNames();
    }
    main.options().member(config, name);
    return Stream.concat(Stream.of(name), config.memberNames().stream()).distinct().toList();
  }

  private TraceRequest request(ClusterConfig config) {
    if (last != null && (last < 1 || last > LAST_MAX)) {
      throw usage("--last %d is not between 1 and %d.".formatted(last, LAST_MAX));
    }
    if (follow && output != TraceForm.text && output != TraceForm.json) {
      throw usage(
          "--follow goes with -o text and -o json; %s needs a whole trace.".formatted(output));
    }
    var age = from == null ? Optional.<Duration>empty() : age(from);
    Map<String, Long> numbers = from == null || age.isPresent() ? Map.of() : numbers(config);
    var choice =
        new Choice(
            knownTypes(),
            all,
            age.map(Instant.now()::minus),
            Optional.ofNullable(transfer).map(TraceCommand::requireId));
    return new TraceRequest(numbers, last(age), choice, output, state, follow);
  }

  /** A transfer, or a time ago, may be anywhere. */
  private int last(Optional<Duration> age) {
    if (last != null) {
      return last;
    }
    return transfer != null || age.isPresent() ? LAST_MAX : LAST;
  }

  private Set<String> knownTypes() {
    for (var type : types) {
      if (!Choice.isKnown(type)) {
        throw usage(
            "--type has \"%s\", which is neither a type of messages nor a kind of events; there are %s."
                .formatted(Excerpt.of(type), String.join(", ", Choice.known())));
      }
    }
    return new LinkedHashSet<>(types);
  }

  private static String requireId(String text) {
    if (!TRANSFER.matcher(text).matches()) {
      throw usage(
          "--transfer \"%s\" is no id of a transfer, nor the last digits of one."
              .formatted(Excerpt.of(text)));
    }
    return text;
  }

  private static Optional<Duration> age(String text) {
    var found = AGE.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(found.group(1));
    return Optional.of(
        switch (found.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        });
  }

  private Map<String, Long> numbers(ClusterConfig config) {
    Map<String, Long> numbers = new HashMap<>();
    for (var part : from.split(",", -1)) {
      var found = NUMBER.matcher(part);
      if (!found.matches()) {
        throw usage(
            "--from \"%s\" is neither a time ago, such as 30s or 5m, nor numbers of events, such as A:1200,B:980."
                .formatted(Excerpt.of(from)));
      }
      numbers.put(
          main.options().member(config, found.group(1)).name(), Long.parseLong(found.group(2)));
    }
    return numbers;
  }

  private static CliException usage(String sentence) {
    return new CliException(ExitCode.USAGE, sentence);
  }
}
