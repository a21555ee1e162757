package dev.lockstep.store;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Transfer;
import java.util.List;

/**
 * A block as it was found in H2, at a glance: a whole one may hold thousands of transfers.
 *
 * @param time Lamport time
 * @param transferCount how many there are
 * @param first as many of them as were asked for, from the first on
 */
public record BlockSummary(
    long height,
    Hash hash,
    Hash previousHash,
    long time,
    String proposer,
    Hash root,
    int transferCount,
    List<Transfer> first) {}
