package dev.lockstep.order;

/**
 * The limits that a member keeps.
 *
 * @param blockTransfers the most transfers on a block that this member builds
 * @param waitingTransfers the most transfers that may wait, and also the most look-ups of transfers
 *     that are on the chain and not committed; beyond it the answer is {@code overloaded}
 * @param transferTimeout milliseconds after which a waiting transfer is answered as unavailable or
 *     in doubt
 * @param logTransfers Paxos mode: the length of the local log that asks for a block; a log of eight
 *     times that length takes nothing more
 * @param proposeAfter Paxos mode: milliseconds after which an executed transfer asks for a block; 0
 *     for never
 * @param keepsSection Lamport mode: whether this member stays in the critical section until another
 *     one asks for it
 * @param messageDelay milliseconds by which this node holds back what it sends; it allows twice
 *     this time more for an answer
 */
public record Limits(
    int blockTransfers,
    int waitingTransfers,
    long transferTimeout,
    int logTransfers,
    long proposeAfter,
    boolean keepsSection,
    long messageDelay) {}
