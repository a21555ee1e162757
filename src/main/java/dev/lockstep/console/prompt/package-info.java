/**
 * Lines of the prompt: {@link dev.lockstep.console.prompt.CommandRunner} runs a command and writes
 * its result as text for a person, or as JSON for a program.
 */
package dev.lockstep.console.prompt;
