package dev.lockstep.mutex;

import dev.lockstep.chain.Hash;

/**
 * How far a member's copy of the protected thing has come.
 *
 * @param hash names the version at this height; the mutex passes it on and never looks at it
 */
public record Head(long height, Hash hash) {}
