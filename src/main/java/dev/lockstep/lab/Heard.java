package dev.lockstep.lab;

/**
 * The newest message of a peer that a process has taken in.
 *
 * @param time on the message, in Lamport time
 */
public record Heard(String type, long time) {}
