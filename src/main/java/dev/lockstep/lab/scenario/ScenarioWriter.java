package dev.lockstep.lab.scenario;

import dev.lockstep.lab.Branch;
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
    lines.add("protocol " + setup.protocol().name());
    lines.add("members " + setup.members());
    setup
        .seed()
        .ifPresentOrElse(
            seed -> {
              lines.add("seed " + seed.number());
              lines.add("faults " + seed.faultNames());
            },
            () -> {
              if (!setup.isJoined()) {
                lines.add("begin stopped");
              }
            });
    if (setup.syncsAtOnce()) {
      lines.add("disks at once");
    }
    lines.add("");
    return lines;
  }

  /** The steps of a branch, and where they leave, those that leave it. */
  private void branch(Branch branch, String indentation) {
    leaving(branch, branch.leftAt(), indentation);
    int simulated = 0;
    for (int step = branch.leftAt() + 1; step <= branch.length(); step++) {
      var entry = branch.step(step).entry();
      if (entry instanceof Move.Simulated && isFollowedByAnother(branch, step)) {
        simulated++;
        continue;
      }
      lines.add(
          indentation + LineWriter.text(entry) + (simulated > 0 ? " " + (simulated + 1) : ""));
      simulated = 0;
      leaving(branch, step, indentation);
    }
  }

  /** Whether the next step is one of the seed as well, and no branch leaves before it. */
  private boolean isFollowedByAnother(Branch branch, int step) {
    return step < branch.length()
        && branch.step(step + 1).entry() instanceof Move.Simulated
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
