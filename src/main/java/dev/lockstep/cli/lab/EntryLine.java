package dev.lockstep.cli.lab;

import dev.lockstep.command.Nearest;
import dev.lockstep.lab.Entry;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.MessageName;
import dev.lockstep.lab.Move;
import dev.lockstep.lab.scenario.LineReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what happens next as a person writes it, who may also name messages by their numbers.
 *
 * @param lab whose moment has the numbers
 */
record EntryLine(Lab lab, LineReader reader) {
  List<Entry> read(String line, List<String> words) {
    requireCommand(words.getFirst());
    return numbered(words).map(List::of).orElseGet(() -> reader.entries(line));
  }

  private void requireCommand(String word) {
    boolean isKnown = LineReader.VERBS.contains(word) || reader.members().contains(word);
    if (!isKnown) {
      var known = Stream.concat(Session.COMMANDS.stream(), LineReader.VERBS.stream()).toList();
      throw Words.usage(
          "\""
              + word
              + "\" is no command and no member; "
              + Nearest.to(word, known)
                  .map(near -> "did you mean \"" + near + "\"?")
                  .orElse("help lists the commands."));
    }
  }

  /** {@code deliver 3}: the message that flight shows as 3; without a number, the first. */
  private Optional<Entry> numbered(List<String> words) {
    boolean isNumbered = words.size() == 2 && words.get(1).matches("#?[0-9]{1,6}");
    return switch (words.getFirst()) {
      case "deliver" -> message(words, isNumbered).map(Move.Deliver::new);
      case "drop" -> message(words, isNumbered).map(Move.Drop::new);
      case "double" -> message(words, isNumbered).map(Move.Duplicate::new);
      default -> Optional.empty();
    };
  }

  private Optional<MessageName> message(List<String> words, boolean isNumbered) {
    if (!isNumbered) {
      return Optional.empty();
    }
    int number = Integer.parseInt(words.get(1).replace("#", ""));
    var moment = lab.moment();
    if (number < 1 || number > moment.flight().size()) {
      throw Words.usage(
          "there is no message "
              + number
              + " in flight; "
              + (moment.flight().isEmpty()
                  ? "nothing is in flight"
                  : "there are 1 to " + moment.flight().size()));
    }
    return Optional.of(moment.nameOf(moment.flight().get(number - 1)));
  }
}
