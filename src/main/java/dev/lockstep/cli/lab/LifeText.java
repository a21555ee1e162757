package dev.lockstep.cli.lab;

import dev.lockstep.lab.Branch;
import dev.lockstep.lab.Entry;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.Move;
import dev.lockstep.lab.scenario.LineWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The life of a lab in words: its steps and its branches. */
final class LifeText {
  private final Lab lab;

  LifeText(Lab lab) {
    this.lab = lab;
  }

  /** The step that led here, and what it has led to. */
  List<String> here() {
    List<String> lines = new ArrayList<>();
    if (lab.at() == 0) {
      lines.add("At the beginning of \"" + lab.branch().name() + "\".");
      lines.addAll(new MomentText(lab.moment()).step());
      if (lab.branch().length() > 0) {
        lines.add(lab.branch().length() + " steps lie ahead: step shows the next one.");
      }
    } else {
      var entry = lab.branch().step(lab.at()).entry();
      switch (entry) {
        case Entry.Say(var sentence) -> lines.add(sentence);
        case Entry.Expect _, Entry.Ask _ -> lines.add(numbered(lab.at()));
        case Move _ -> {
          lines.add(numbered(lab.at()));
          lines.addAll(new MomentText(lab.moment()).step());
        }
      }
    }
    leaving().forEach(lines::add);
    return lines;
  }

  private List<String> leaving() {
    return lab.branches().stream()
        .filter(b -> b.leftAt() == lab.at() && b.length() > b.leftAt())
        .filter(b -> b.parent().filter(lab.branch()::equals).isPresent())
        .map(
            b ->
                "   Here the branch \""
                    + b.name()
                    + "\" leaves: go "
                    + b.name()
                    + " "
                    + (b.leftAt() + 1))
        .toList();
  }

  private String numbered(int step) {
    return step + "  " + LineWriter.text(lab.branch().step(step).entry());
  }

  List<String> steps() {
    return IntStream.rangeClosed(1, lab.branch().length())
        .mapToObj(step -> (step == lab.at() ? "> " : "  ") + numbered(step))
        .toList();
  }

  List<String> branches() {
    List<String> lines = new ArrayList<>();
    add(lab.branches().getFirst(), "", lines);
    return lines;
  }

  private void add(Branch branch, String indentation, List<String> lines) {
    lines.add(
        indentation
            + (branch == lab.branch() ? "> " : "  ")
            + branch.name()
            + branch
                .parent()
                .map(p -> ", leaves " + p.name() + " after step " + branch.leftAt())
                .orElse("")
            + ", "
            + branch.length()
            + " steps"
            + (branch == lab.branch() ? ", looked at after step " + lab.at() : ""));
    for (var other : lab.branches()) {
      if (other.parent().filter(branch::equals).isPresent()) {
        add(other, indentation + "  ", lines);
      }
    }
  }
}
