package dev.lockstep.mutex;

import dev.lockstep.chain.Hash;

/**
 * The newest block of a member's chain.
 *
 * @param hash of the block; the mutex passes it on and never looks at it
 */
public record Head(long height, Hash hash) {}
