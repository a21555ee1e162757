package dev.lockstep.cli;

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
    return path(cluster, "LOCKSTEP_CLUSTER", "conf/cluster.yaml");
  }

  Path dataDir() {
    return DataPath.requireUsable(path(data, "LOCKSTEP_DATA", "data"));
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

  RemoteNode remoteNode(ClusterConfig config, String name) {
    return RemoteNode.of(member(config, name), dataDir());
  }

  /** What was said is meant from where it was said; what was not, from the project's folder. */
  private static Path path(Path option, String variable, String otherwise) {
    if (option != null) {
      return option;
    }
    var value = System.getenv(variable);
    if (value != null && !value.isEmpty()) {
      return ofEnvironment(variable, value);
    }
    var home = Path.of(System.getProperty("lockstep.home", "")).toAbsolutePath();
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
}
