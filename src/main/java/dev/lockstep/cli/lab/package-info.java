/**
 * The lab at a terminal or a pipe: {@link dev.lockstep.cli.lab.Session} understands lines, {@link
 * dev.lockstep.cli.lab.LabPrompt} and {@link dev.lockstep.cli.lab.LabScript} read them.
 */
package dev.lockstep.cli.lab;
