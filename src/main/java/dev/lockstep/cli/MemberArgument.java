package dev.lockstep.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** {@code run.sh A} is short for {@code run.sh node A}; this spells it out. */
final class MemberArgument {
  private static final Set<String> TAKE_A_VALUE = Set.of("--cluster", "--data");

  private MemberArgument() {}

  /** Puts {@code node} in front when the first word that is no option is no command either. */
  static String[] expand(String[] arguments, Set<String> commands) {
    boolean isValue = false;
    for (var argument : arguments) {
      if (isValue) {
        isValue = false;
      } else if (TAKE_A_VALUE.contains(argument)) {
        isValue = true;
      } else if (!argument.startsWith("-")) {
        if (commands.contains(argument)) {
          return arguments;
        }
        List<String> expanded = new ArrayList<>(List.of("node"));
        expanded.addAll(Arrays.asList(arguments));
        return expanded.toArray(String[]::new);
      }
    }
    return arguments;
  }
}
