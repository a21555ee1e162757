package dev.lockstep.cli.lab;

import dev.lockstep.lab.Entry;

/** Receives what a person has answered. */
@FunctionalInterface
public interface Answers {
  void given(Entry.Ask ask, String answer, boolean isRight);
}
