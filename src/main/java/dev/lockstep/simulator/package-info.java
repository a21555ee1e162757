/**
 * Whole clusters in one thread, from one seed: the real protocol classes on a model of disks,
 * network, clients and time, under faults, with every invariant of {@code docs/correctness.md}
 * checked after every step.
 *
 * <p>An execution is a list of actions. The fault phase chooses them by chance, the healing phase
 * brings the cluster back without faults, and the world does what they say and nothing else: the
 * same list always gives the same execution, which is how a failure is replayed and made shorter.
 *
 * <pre>
 *   Simulation ──► Execution ──► phase ──► world ──► invariant ──► member
 *    (seeds)       (one seed,   (chance)  (actions) (one a file)  (disk, process,
 *                   or replay)               └─────► report ────►  message in flight)
 * </pre>
 */
package dev.lockstep.simulator;
