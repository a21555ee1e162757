package dev.lockstep.simulator.world;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Protocol;
import dev.lockstep.order.Limits;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which executions are simulated.
 *
 * @param members how many, 1 to {@link #MEMBERS_MAX}
 * @param faults which may happen
 * @param subject what runs in the members, and what must hold of it
 * @param given the genesis of a ledger that there is already; else one is made
 */
public record Plan(
    Protocol protocol, int members, Set<Fault> faults, Subject subject, Optional<Genesis> given) {
  public static final int MEMBERS_MAX = 9;

  private static final long RICH = 1_000;

  /** Small, so that blocks fill up, queues overflow and clients give up within one execution. */
  public static final Limits LIMITS = new Limits(3, 20, 2_000, 5, 500, true, 0);

  /** Blocks in one piece for a member that catches up. */
  static final int PIECE_BLOCKS = 3;

  /** The protocol that the genesis names, as a node runs it. */
  public Plan(Protocol protocol, int members, Set<Fault> faults) {
    this(protocol, members, faults, Subject.of(protocol));
  }

  public Plan(Protocol protocol, int members, Set<Fault> faults, Subject subject) {
    this(protocol, members, faults, subject, Optional.empty());
  }

  public Plan {
    if (members < 1 || members > MEMBERS_MAX) {
      throw new IllegalArgumentException(
          members + " members; 1 to " + MEMBERS_MAX + " can be simulated");
    }
    faults = faults.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(faults);
  }

  /** Members A, B, C …, each with an account of its own name and a poor one. */
  Genesis genesis() {
    return given.orElseGet(
        () ->
            new Genesis(
                "simulated",
                protocol,
                names(),
                names().stream()
                    .flatMap(
                        n ->
                            Stream.of(
                                new Genesis.Account(n, n, RICH),
                                new Genesis.Account(poor(n), n, 0)))
                    .toList()));
  }

  public List<String> names() {
    return given.map(Genesis::members).orElseGet(this::letters);
  }

  private List<String> letters() {
    return IntStream.range(0, members).mapToObj(i -> Character.toString('A' + i)).toList();
  }

  public static String poor(String member) {
    return member + "2";
  }
}
