/**
 * Whole clusters in one thread, from one seed: the real protocol classes on a model of disks,
 * network, clients and time, under faults, with every invariant of {@code docs/correctness.md}
 * checked after every step.
 *
 * <p>A life is a list of {@link Action}s. {@link Chaos} chooses them by chance, {@link Calm} brings
 * the cluster back without faults, and {@link World} does what they say and nothing else: the same
 * list always gives the same life, which is how a failure is replayed and made shorter.
 */
package dev.lockstep.simulator;
