package dev.lockstep.store;

import java.time.Instant;

/**
 * An event of the node as H2 keeps it.
 *
 * @param number in the node's stream
 * @param at by the node's wall clock, in whole microseconds
 * @param time Lamport time
 * @param kind at most 16 characters
 * @param particulars a JSON object of what the kind has beyond these
 */
public record TracedEvent(long number, Instant at, long time, String kind, String particulars) {}
