package dev.lockstep.paxos;

import dev.lockstep.chain.Hash;

/**
 * The proposal with the highest ballot that an acceptor has accepted at the next height.
 *
 * @param value the hash of the block
 */
public record Vote(Ballot ballot, Hash value) {}
