/**
 * H2 is what we look things up in: a copy of the chain that the journal can rebuild at any time.
 *
 * <pre>
 *   BlockArchive ── StoreKeeper.open: check, rebuild, catch up ──► Store ◄── write, a batch of blocks
 *                                                                    │
 *                                  StoredBlock, StoredTransfer, Balances ──► whoever asks
 * </pre>
 *
 * <p>The trace of events stands beside the chain: it is written and pruned on its own, and it is
 * the one thing here that the journal cannot bring back.
 *
 * <p>SQL, jOOQ and the generated tables are known in here only. H2's files do not have to be forced
 * to the disk, and nothing is answered because of what they say.
 */
package dev.lockstep.store;
