package dev.lockstep.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders the commands that sentences recommend, so that each works as it stands: typed in a POSIX
 * shell in the folder from which this command was started, it means the same cluster and the same
 * data.
 *
 * @param here the caller's working directory, absolute
 * @param home the folder of run.sh, absolute
 * @param options what the command needs: {@code --cluster} and {@code --data} with their values,
 *     unquoted, where they differ from what run.sh takes without them
 */
public record CommandHint(Path here, Path home, List<String> options) {

  public CommandHint {
    options = List.copyOf(options);
  }

  /** For commands that know neither a cluster nor data. */
  static CommandHint withoutOptions() {
    return new CommandHint(
        Path.of("").toAbsolutePath(), CommonOptions.home().toAbsolutePath(), List.of());
  }

  /** This hint with one option more. */
  CommandHint with(String option, Path value) {
    List<String> more = new ArrayList<>(options);
    more.add(option);
    more.add(argument(value));
    return new CommandHint(here, home, more);
  }

  /**
   * The command line with these words, each quoted where the shell needs it.
   *
   * <p>The options precede the words: a hint often ends a sentence, and a full stop that is copied
   * with it must not become part of the name of a data directory.
   */
  public String of(String... words) {
    List<String> all = new ArrayList<>();
    all.add(script());
    all.addAll(options);
    all.addAll(List.of(words));
    return all.stream().map(CommandHint::quoted).collect(Collectors.joining(" "));
  }

  private String script() {
    var script = home.resolve("run.sh").normalize();
    if (!script.startsWith(here)) {
      return script.toString();
    }
    // Without a slash the shell would look for run.sh in PATH, and a first "-" would be an option.
    return "./" + here.relativize(script);
  }

  /** A path as it is meant from the caller's working directory. */
  private String argument(Path value) {
    var path = here.resolve(value).normalize();
    if (!path.startsWith(here) || path.equals(here)) {
      return path.toString();
    }
    var relative = here.relativize(path).toString();
    // "-x" would be read as an option, and "@x" as a file of arguments.
    return relative.startsWith("-") || relative.startsWith("@") ? "./" + relative : relative;
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
