/**
 * A copy of the chain in H2, for queries. It can be rebuilt from the journal at any time.
 *
 * <pre>
 *   BlockArchive ── StoreKeeper.open: check, rebuild, catch up ──► Store ◄── write, a batch of blocks
 *                                                                    │
 *                                  StoredBlock, StoredTransfer, Balances ──► whoever asks
 * </pre>
 *
 * <p>The trace of events is beside the chain. It is written and pruned on its own, and it is the
 * only part that cannot be rebuilt from the journal.
 *
 * <p>Only this package knows SQL, jOOQ and the generated tables. No answer to a transfer depends on
 * H2, so its files do not have to be forced to the disk.
 */
package dev.lockstep.store;
