package dev.lockstep.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Puts the command first, so that it is known before its options are read, and spells {@code run.sh
 * A} out as {@code run.sh node A}.
 */
final class MemberArgument {
  private MemberArgument() {}

  /** The first word that is neither an option nor its value is a command, or else a member. */
  static String[] expand(String[] arguments, CommandLine line) {
    var commands = line.getSubcommands().keySet();
    var takeValue = optionsWithValue(line);
    List<String> expanded = new ArrayList<>(Arrays.asList(arguments));
    boolean isValue = false;
    for (int i = 0; i < arguments.length; i++) {
      if (isValue) {
        isValue = false;
      } else if (takeValue.contains(arguments[i])) {
        isValue = true;
      } else if (!arguments[i].startsWith("-")) {
        expanded.addFirst(commands.contains(arguments[i]) ? expanded.remove(i) : Commands.NODE);
        break;
      }
    }
    return expanded.toArray(String[]::new);
  }

  /** Of all commands: which of them is meant is not known before its options are passed over. */
  private static Set<String> optionsWithValue(CommandLine line) {
    return Stream.concat(Stream.of(line), line.getSubcommands().values().stream())
        .flatMap(each -> each.getCommandSpec().options().stream())
        .filter(option -> option.arity().max() > 0)
        .flatMap(option -> Stream.of(option.names()))
        .collect(Collectors.toSet());
  }
}
