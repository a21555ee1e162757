package dev.lockstep.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A life with its branches, and the moment of it that is looked at. Not safe for use by two threads
 * at once.
 */
public final class Lab {
  /** The branch on which every life begins. */
  public static final String MAIN = "main";

  private final Setup setup;
  private final Moment first;
  private final List<Branch> branches = new ArrayList<>();
  private Branch branch;
  private int at;

  /** The cluster as it is after the last step that was executed; null when that is not known. */
  private LabCluster cluster;

  private Branch clusterBranch;
  private int clusterAt;

  public Lab(Setup setup) {
    this.setup = setup;
    branch = new Branch(MAIN, Optional.empty(), 0);
    branches.add(branch);
    cluster = new LabCluster(setup);
    clusterBranch = branch;
    first = cluster.moment();
  }

  public Setup setup() {
    return setup;
  }

  /** The branch that is looked at. */
  public Branch branch() {
    return branch;
  }

  /** After how many steps of its branch. */
  public int at() {
    return at;
  }

  /** In the order in which they were begun. */
  public List<Branch> branches() {
    return Collections.unmodifiableList(branches);
  }

  public Moment moment() {
    return moment(branch, at);
  }

  /** The moment of a branch after so many steps. */
  public Moment moment(Branch of, int steps) {
    return steps == 0 ? first : of.step(steps).moment();
  }

  /** The step that comes next on this branch, if it is there already. */
  public Optional<Entry> next() {
    return at < branch.length() ? Optional.of(branch.step(at + 1).entry()) : Optional.empty();
  }

  // --- looking around ---------------------------------------------------------------------------

  /** Goes back; returns how many steps that were. */
  public int back(int steps) {
    int before = at;
    at = Math.max(0, at - steps);
    return before - at;
  }

  /** Goes on by steps that are there already; returns how many that were. */
  public int forward(int steps) {
    int before = at;
    at = Math.min(branch.length(), at + steps);
    return at - before;
  }

  /**
   * Looks at another branch, at its newest step.
   *
   * @throws ImpossibleException when there is none of this name
   */
  public void go(String name) {
    branch = require(name);
    at = branch.length();
  }

  /** Looks at the step of this number on another branch. */
  public void go(String name, int steps) {
    go(name);
    at = Math.min(steps, branch.length());
  }

  private Branch require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new ImpossibleException(
                    "there is no branch \""
                        + name
                        + "\"; there are "
                        + String.join(", ", branches.stream().map(Branch::name).toList())));
  }

  /** The branch of this name. */
  public Optional<Branch> find(String name) {
    return branches.stream().filter(b -> b.name().equals(name)).findFirst();
  }

  // --- going on ---------------------------------------------------------------------------------

  /**
   * Leaves this moment on a branch of its own.
   *
   * @throws ImpossibleException when the name is taken
   */
  public void fork(String name) {
    if (find(name).isPresent()) {
      throw new ImpossibleException(
          "there is a branch \"" + name + "\" already; choose another name");
    }
    var left = branch;
    while (at < left.leftAt()) {
      left = left.parent().orElseThrow();
    }
    branch = new Branch(name, Optional.of(left), at);
    branches.add(branch);
  }

  /**
   * The next entry of the life. In the middle of a branch, one that is not the next one there
   * begins a new branch.
   *
   * @throws ImpossibleException when it cannot happen now; nothing has changed then
   */
  public Moment perform(Entry entry) {
    if (next().filter(entry::equals).isPresent()) {
      at++;
      return moment();
    }
    var moment = execute(entry);
    if (at < branch.length()) {
      fork(unusedName());
    }
    branch.add(new Branch.Step(entry, moment));
    at++;
    clusterBranch = branch;
    clusterAt = at;
    return moment;
  }

  /**
   * A step happens before an earlier one, on a new branch; those between them follow as far as they
   * can.
   *
   * @param moved its number on this branch
   * @param before a lower number
   * @return the steps that cannot happen any more
   * @throws ImpossibleException when the step cannot happen there; the moment stays as it was
   */
  public List<Entry> reorder(int moved, int before) {
    if (before < 1 || moved <= before || moved > branch.length()) {
      throw new ImpossibleException(
          "step "
              + moved
              + " cannot come before step "
              + before
              + "; \""
              + branch.name()
              + "\" has "
              + branch.length()
              + " steps");
    }
    int looked = at;
    List<Entry> between = new ArrayList<>();
    for (int step = before; step < moved; step++) {
      between.add(branch.step(step).entry());
    }
    var first = branch.step(moved).entry();
    at = before - 1;
    try {
      perform(first);
    } catch (ImpossibleException impossible) {
      at = looked;
      throw impossible;
    }
    return between.stream().filter(entry -> !isPerformed(entry)).toList();
  }

  private boolean isPerformed(Entry entry) {
    try {
      perform(entry);
      return true;
    } catch (ImpossibleException notAnyMore) {
      return false;
    }
  }

  /**
   * How many steps two places have in common: so many are the same on both ways.
   *
   * @param steps after so many steps of the one branch
   * @param others after so many steps of the other
   */
  public static int common(Branch one, int steps, Branch other, int others) {
    int least = 0;
    int most = Math.min(steps, others);
    while (least < most) {
      int middle = (least + most + 1) / 2;
      boolean isSame = one.step(middle) == other.step(middle);
      least = isSame ? middle : least;
      most = isSame ? most : middle - 1;
    }
    return least;
  }

  private String unusedName() {
    int number = 2;
    while (find(branch.name() + "." + number).isPresent()) {
      number++;
    }
    return branch.name() + "." + number;
  }

  private Moment execute(Entry entry) {
    try {
      return clusterHere().perform(entry);
    } catch (ImpossibleException impossible) {
      cluster = null;
      throw impossible;
    }
  }

  /** The cluster at this moment: the one at hand, or another one to which the same has happened. */
  private LabCluster clusterHere() {
    boolean isHere = cluster != null && clusterAt == at && isSame(clusterBranch, branch);
    if (!isHere) {
      cluster = new LabCluster(setup);
      for (int step = 1; step <= at; step++) {
        cluster.repeat(branch.step(step).entry());
      }
      clusterBranch = branch;
      clusterAt = at;
    }
    return cluster;
  }

  /** Whether both have the same first steps, as far as this moment. */
  private boolean isSame(Branch one, Branch other) {
    return at == 0 || one.step(at) == other.step(at);
  }
}
