package dev.lockstep.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Puts the command first, so that it is known before its options are read, and spells {@code run.sh
 * A} out as {@code run.sh node A}.
 */
final class MemberArgument {
  private static final Set<String> TAKE_A_VALUE =
      Set.of("--cluster", "--data", "-o", "--output", "--batch", "--attempts", "--key", "--from");

  private MemberArgument() {}

  /** The first word that is neither an option nor its value is a command, or else a member. */
  static String[] expand(String[] arguments, Set<String> commands) {
    List<String> expanded = new ArrayList<>(Arrays.asList(arguments));
    boolean isValue = false;
    for (int i = 0; i < arguments.length; i++) {
      if (isValue) {
        isValue = false;
      } else if (TAKE_A_VALUE.contains(arguments[i])) {
        isValue = true;
      } else if (!arguments[i].startsWith("-")) {
        expanded.addFirst(commands.contains(arguments[i]) ? expanded.remove(i) : "node");
        break;
      }
    }
    return expanded.toArray(String[]::new);
  }
}
