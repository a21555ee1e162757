/**
 * Whole clusters in one thread, from one seed: the real protocol classes on a model of disks,
 * network, clients and time, under faults, with every invariant of {@code docs/correctness.md}
 * checked after every step.
 *
 * <p>An execution is a list of {@link Action}s. {@link FaultPhase} chooses them by chance, {@link
 * HealingPhase} brings the cluster back without faults, and {@link World} does what they say and
 * nothing else: the same list always gives the same execution, which is how a failure is replayed
 * and made shorter.
 */
package dev.lockstep.simulator;
