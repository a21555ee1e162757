package dev.lockstep.chain;

/**
 * The location of a transfer on the chain: the height of its block, and its position there, counted
 * from 0.
 */
public record Location(long height, int position) {}
