package dev.lockstep.bus;

/**
 * An envelope on its way out: it is authenticated for the one member that it is for.
 *
 * @param envelope one that a node sends: neither undecodable nor refused
 */
public record Letter(String to, Envelope envelope) {}
