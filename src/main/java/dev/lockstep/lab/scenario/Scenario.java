package dev.lockstep.lab.scenario;

import dev.lockstep.lab.Entry;
import dev.lockstep.lab.Setup;
import java.util.List;

/** What a file says: how a life begins, and what happens in it, with its branches. */
public record Scenario(Setup setup, List<Node> nodes) {
  public Scenario {
    nodes = List.copyOf(nodes);
  }

  /** A part of a life. */
  public sealed interface Node {
    /** Where it stands in the file, from 1; 0 when it stands in none. */
    int line();
  }

  /** One step. */
  public record Line(int line, Entry entry) implements Node {}

  /** A branch that leaves at this moment, with its own steps. */
  public record Fork(int line, String name, List<Node> nodes) implements Node {
    public Fork {
      nodes = List.copyOf(nodes);
    }
  }
}
