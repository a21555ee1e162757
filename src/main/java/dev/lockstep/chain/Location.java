package dev.lockstep.chain;

/** Where a transfer stands: the block's height and the place in it, counted from 0. */
public record Location(long height, int position) {}
