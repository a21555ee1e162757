package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.config.ClusterConfigReader;
import dev.lockstep.config.ConfigException;
import dev.lockstep.config.Member;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The options that every command has, before or after its name. */
final class CommonOptions {
  private static final String CLUSTER_VARIABLE = "LOCKSTEP_CLUSTER";
  private static final String CLUSTER_DEFAULT = "conf/cluster.yaml";
  private static final String DATA_VARIABLE = "LOCKSTEP_DATA";
  private static final String DATA_DEFAULT = "data";

  @Option(
      names = "--cluster",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "The cluster's configuration (default: conf/cluster.yaml, or LOCKSTEP_CLUSTER).")
  Path cluster;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "Where the nodes' files are, each in DIR/NAME (default: data, or LOCKSTEP_DATA).")
  Path data;

  Path clusterFile() {
    return path(cluster, CLUSTER_VARIABLE, CLUSTER_DEFAULT);
  }

  Path dataDir() {
    return DataPath.requireUsable(path(data, DATA_VARIABLE, DATA_DEFAULT));
  }

  /** For messages that recommend a command. */
  CommandHint hint() {
    var hint = CommandHint.withoutOptions();
    if (!isTakenAnyway(clusterFile(), CLUSTER_VARIABLE, CLUSTER_DEFAULT)) {
      hint = hint.with("--cluster", clusterFile());
    }
    if (!isTakenAnyway(dataDir(), DATA_VARIABLE, DATA_DEFAULT)) {
      hint = hint.with("--data", dataDir());
    }
    return hint;
  }

  ClusterConfig config() {
    try {
      return ClusterConfigReader.read(clusterFile());
    } catch (ConfigException e) {
      throw new CliException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  Member member(ClusterConfig config, String name) {
    return config
        .member(name)
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.USAGE,
                    "\"%s\" is no member of %s; the members are %s."
                        .formatted(name, clusterFile(), String.join(", ", config.memberNames()))));
  }

  RemoteNode remoteNode(Member member) {
    return RemoteNode.of(member, dataDir(), hint());
  }

  RemoteNode remoteNode(ClusterConfig config, String name) {
    return remoteNode(member(config, name));
  }

  /** A given path is relative to the caller's directory, a default to the project's folder. */
  private static Path path(Path option, String variable, String otherwise) {
    if (option != null) {
      return option;
    }
    if (isSet(variable)) {
      return ofEnvironment(variable, System.getenv(variable));
    }
    var home = home().toAbsolutePath();
    var here = Path.of("").toAbsolutePath();
    return home.startsWith(here)
        ? here.relativize(home).resolve(otherwise)
        : home.resolve(otherwise);
  }

  private static Path ofEnvironment(String variable, String value) {
    try {
      return new PathText().convert(value);
    } catch (TypeConversionException e) {
      throw new CliException(
          ExitCode.USAGE,
          "The value of %s cannot be used: %s.".formatted(variable, e.getMessage()));
    }
  }

  /**
   * Whether run.sh takes this path in any terminal when no option names another. A variable of this
   * environment may be unset in another terminal, or set where it must not be followed.
   */
  private static boolean isTakenAnyway(Path path, String variable, String otherwise) {
    return !isSet(variable)
        && path.toAbsolutePath().normalize().equals(home().toAbsolutePath().resolve(otherwise));
  }

  private static boolean isSet(String variable) {
    var value = System.getenv(variable);
    return value != null && !value.isEmpty();
  }

  /** The folder of run.sh. */
  static Path home() {
    return Path.of(System.getProperty("lockstep.home", ""));
  }
}
