package dev.lockstep.cli.lab;

import dev.lockstep.lab.Entry;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.scenario.LineWriter;
import dev.lockstep.lab.scenario.ScenarioReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The other ways that a life can take: its branches, and what leaves one for another.
 *
 * @param lab whose life it is
 */
record Ways(Lab lab) {
  /** What happens now; it leaves the branch where that goes on in another way. */
  List<String> perform(Entry entry) {
    boolean leaves = lab.next().filter(next -> !next.equals(entry)).isPresent();
    var left = lab.branch().name();
    lab.perform(entry);
    List<String> lines = new ArrayList<>();
    if (leaves) {
      lines.add(leaving(left));
    }
    lines.addAll(here());
    return lines;
  }

  /** {@code fork NAME}. */
  List<String> fork(List<String> words) {
    if (words.size() != 2 || !ScenarioReader.isName(words.get(1))) {
      throw Words.usage(
          "a branch has one name of letters, digits, points and hyphens; write fork other-order");
    }
    lab.fork(words.get(1));
    return List.of("On the new branch \"" + words.get(1) + "\", after " + lab.at() + " steps.");
  }

  /** {@code go NAME 3}. */
  List<String> go(List<String> words) {
    if (words.size() < 2) {
      throw Words.usage("write go and the name of a branch; branches lists them");
    }
    if (words.size() == 2) {
      lab.go(words.get(1));
    } else {
      lab.go(words.get(1), Words.count(words.subList(1, words.size())));
    }
    return here();
  }

  /** {@code reorder 6 before 4}. */
  List<String> reorder(List<String> words) {
    boolean isRead =
        words.size() == 4
            && Words.isNumber(words.get(1))
            && words.get(2).equals("before")
            && Words.isNumber(words.get(3));
    if (!isRead) {
      throw Words.usage("write reorder 6 before 4, with the numbers of two steps");
    }
    var left = lab.branch().name();
    var impossible = lab.reorder(Integer.parseInt(words.get(1)), Integer.parseInt(words.get(3)));
    List<String> lines = new ArrayList<>();
    if (!lab.branch().name().equals(left)) {
      lines.add(leaving(left));
    }
    impossible.forEach(entry -> lines.add("Cannot happen any more: " + LineWriter.text(entry)));
    lines.addAll(here());
    return lines;
  }

  private String leaving(String left) {
    return "This leaves \"" + left + "\"; the new branch is \"" + lab.branch().name() + "\".";
  }

  private List<String> here() {
    return new LifeText(lab).here();
  }
}
