/**
 * What must hold in every execution, one file each. An invariant observes disks, messages, events
 * and answers; it shares no code with the protocol. {@link
 * dev.lockstep.simulator.invariant.Invariants} lists them.
 */
package dev.lockstep.simulator.invariant;
