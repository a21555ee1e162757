package dev.lockstep.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One way on which a life goes. It begins as another branch did, up to the step at which it leaves
 * it.
 */
public final class Branch {
  private final String name;
  private final Optional<Branch> parent;
  private final int leftAt;
  private final List<Step> own = new ArrayList<>();

  /** An entry, and the moment after it. */
  public record Step(Entry entry, Moment moment) {}

  Branch(String name, Optional<Branch> parent, int leftAt) {
    this.name = name;
    this.parent = parent;
    this.leftAt = leftAt;
  }

  public String name() {
    return name;
  }

  /** The branch that it has left; empty for the first one. */
  public Optional<Branch> parent() {
    return parent;
  }

  /** After how many steps it has left its parent. */
  public int leftAt() {
    return leftAt;
  }

  /** How many steps it has, those in common with its parent included. */
  public int length() {
    return leftAt + own.size();
  }

  /** The steps that its parent has not. */
  public List<Step> own() {
    return Collections.unmodifiableList(own);
  }

  /** The step of this number, from 1. */
  public Step step(int number) {
    return number <= leftAt ? parent.orElseThrow().step(number) : own.get(number - leftAt - 1);
  }

  void add(Step step) {
    own.add(step);
  }
}
