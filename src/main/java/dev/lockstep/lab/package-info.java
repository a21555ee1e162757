/**
 * The lab: a cluster that stands still until it is told to move. It drives the shipped protocol
 * classes as the simulator does, on the simulator's members, disks and links, and every invariant
 * of the simulator is checked after every step.
 *
 * <p>A life is its list of entries. The moment after each entry is kept, an immutable value, so a
 * step back shows an earlier moment at once; only when the life goes on from there in another way
 * is it executed anew. Pure: no thread, no clock, no file.
 *
 * <pre>
 *   Lab ──► Branch ──► Moment        what was at each step of each branch
 *    └────► LabCluster ──► simulator the cluster at the newest step
 * </pre>
 */
package dev.lockstep.lab;
