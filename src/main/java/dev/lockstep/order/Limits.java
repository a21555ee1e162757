package dev.lockstep.order;

/**
 * How much a member takes upon itself.
 *
 * @param blockTransfers the most transfers on a block that this member builds
 * @param waitingTransfers the most transfers that may wait, and the most questions after transfers
 *     that are on the chain and not committed; beyond it a request is overloaded
 * @param transferTimeout milliseconds after which a waiting transfer is answered all the same
 * @param logTransfers Paxos mode: the length of the local log that asks for a block; a log of eight
 *     times that length takes nothing more
 * @param proposeAfter Paxos mode: milliseconds after which an executed transfer asks for a block; 0
 *     for never
 */
public record Limits(
    int blockTransfers,
    int waitingTransfers,
    long transferTimeout,
    int logTransfers,
    long proposeAfter) {}
