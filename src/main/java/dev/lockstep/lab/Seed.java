package dev.lockstep.lab;

import dev.lockstep.simulator.Simulation;
import dev.lockstep.simulator.world.Action.Timed;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run of the simulator: its actions can happen in the lab, one after the other.
 *
 * @param actions before its healing phase; shortened if the run violates an invariant
 * @param violated the invariant that the whole run violates
 */
public record Seed(long number, Set<Fault> faults, List<Timed> actions, Optional<String> violated) {
  public Seed {
    actions = List.copyOf(actions);
  }

  /** The run of this seed. */
  public static Seed of(Setup setup, long number, Set<Fault> faults) {
    var protocol = setup.protocol();
    var plan = new Plan(protocol.ledger(), setup.members(), faults, protocol.subject());
    var result = Simulation.actions(plan, number);
    return new Seed(
        number, plan.faults(), result.actions(), result.violation().map(v -> v.invariant()));
  }

  /** As the option {@code --faults} of the simulator takes them. */
  public String faultNames() {
    return faults.isEmpty()
        ? "none"
        : faults.stream().sorted().map(Fault::text).collect(Collectors.joining(", "));
  }
}
