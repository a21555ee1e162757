package dev.lockstep.simulator;

import dev.lockstep.order.PeerMessage;

/**
 * A message that was sent. It stays in the world: it may arrive never, or twice.
 *
 * @param number its place among all letters of the world
 * @param step of the sender in which it was sent, for the trace
 */
record Letter(int number, Member from, Member to, PeerMessage message, int step) {}
