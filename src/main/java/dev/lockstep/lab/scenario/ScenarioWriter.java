package dev.lockstep.lab.scenario;

import dev.lockstep.lab.Branch;
import dev.lockstep.lab.Entry;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.Move;
import dev.lockstep.lab.Setup;
import java.util.ArrayList;
import java.util.List;

/** Writes a life with all its branches as {@link ScenarioReader} reads it. */
public final class ScenarioWriter {
  private static final String INDENTATION = "  ";

  private final Lab lab;
  private final List<String> lines = new ArrayList<>();

  private ScenarioWriter(Lab lab) {
    this.lab = lab;
  }

  public static List<String> write(Lab lab) {
    var writer = new ScenarioWriter(lab);
    writer.lines.addAll(header(lab.setup()));
    writer.branch(lab.branches().getFirst(), "");
    return writer.lines;
  }

  static List<String> header(Setup setup) {
    List<String> lines = new ArrayList<>();
    if (setup.run().isPresent()) {
      lines.add("record \"" + setup.run().get().file() + "\"");
      lines.add("");
      return lines;
    }
    lines.add("protocol " + setup.protocol().name());
    lines.add("members " + setup.members());
    if (setup.seed().isPresent()) {
      lines.add("seed " + setup.seed().get().number());
      lines.add("faults " + setup.seed().get().faultNames());
    } else if (!setup.isJoined()) {
      lines.add("begin stopped");
    }
    if (setup.syncsAtOnce()) {
      lines.add("disks at once");
    }
    lines.add("");
    return lines;
  }

  /** The steps of a branch, and where they leave, those that leave it. */
  private void branch(Branch branch, String indentation) {
    leaving(branch, branch.leftAt(), indentation);
    int alike = 0;
    for (int step = branch.leftAt() + 1; step <= branch.length(); step++) {
      var entry = branch.step(step).entry();
      if (isGiven(entry) && isFollowedByAnother(branch, step)) {
        alike++;
        continue;
      }
      lines.add(indentation + LineWriter.text(entry) + (alike > 0 ? " " + (alike + 1) : ""));
      alike = 0;
      leaving(branch, step, indentation);
    }
  }

  /** The next one of a seed or of a recorded run: many of them stand on one line. */
  private static boolean isGiven(Entry entry) {
    return entry instanceof Move.Simulated || entry instanceof Move.Recorded;
  }

  /** Whether the next step is of the same kind, and no branch leaves before it. */
  private boolean isFollowedByAnother(Branch branch, int step) {
    return step < branch.length()
        && branch.step(step + 1).entry().equals(branch.step(step).entry())
        && lab.branches().stream()
            .noneMatch(
                other ->
                    other.parent().filter(branch::equals).isPresent() && other.leftAt() == step);
  }

  private void leaving(Branch branch, int step, String indentation) {
    for (var other : lab.branches()) {
      if (other.parent().filter(branch::equals).isPresent() && other.leftAt() == step) {
        lines.add(indentation + "branch " + other.name());
        branch(other, indentation + INDENTATION);
      }
    }
  }
}
