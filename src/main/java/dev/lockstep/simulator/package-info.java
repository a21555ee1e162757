/**
 * Whole clusters in one thread, from one seed: the real protocol classes on a model of disks,
 * network, clients and time, under faults, with every invariant of {@code docs/correctness.md}
 * checked after every step.
 *
 * <p>An execution is a list of actions. The fault phase chooses them at random, the healing phase
 * brings the cluster back without faults, and the world does what they say and nothing else. So the
 * same list always gives the same execution, and a failing one can be replayed and shortened.
 *
 * <pre>
 *   Simulation ──► Execution ──► phase ──► world ──► invariant ──► member
 *    (seeds)       (one seed,   (chance)  (actions) (one a file)  (disk, process,
 *                   or replay)               └─────► report ────►  message in flight)
 * </pre>
 */
package dev.lockstep.simulator;
