/**
 * Protocols of textbooks that fail, to be broken in the lab. No node can reach them: only the
 * command line knows the lab ({@code ArchitectureTest}).
 */
package dev.lockstep.lab.textbook;
