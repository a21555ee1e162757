package dev.lockstep.paxos;

import dev.lockstep.chain.Hash;

/**
 * What an acceptor has accepted last at the height that is to be decided.
 *
 * @param value the hash of the block
 */
public record Vote(Ballot ballot, Hash value) {}
