/**
 * A cluster of members with their clients. {@link dev.lockstep.simulator.world.World} does what
 * actions say, and shows everything that happens to the invariants.
 */
package dev.lockstep.simulator.world;
