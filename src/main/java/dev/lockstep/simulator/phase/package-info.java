/**
 * What chooses the actions: {@link dev.lockstep.simulator.phase.FaultPhase} by chance, with faults
 * of network, processes and disks, and {@link dev.lockstep.simulator.phase.HealingPhase} without
 * any.
 */
package dev.lockstep.simulator.phase;
