/**
 * Scenarios as text: {@link dev.lockstep.lab.scenario.Scenario} is what a file says, a reader and a
 * writer are each other's inverse, and {@link dev.lockstep.lab.scenario.Play} has it happen. The
 * grammar is in {@code docs/lab.md}. Pure: no file is opened here.
 */
package dev.lockstep.lab.scenario;
