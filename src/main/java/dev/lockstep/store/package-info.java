/**
 * A copy of the chain's headers in H2, with what each block has changed in each account, for
 * queries. It can be rebuilt from the journal at any time. The transfers are in the journal alone.
 *
 * <pre>
 *   BlockArchive ── StoreKeeper.open: check, rebuild, catch up ──► Store ◄── write, a batch of blocks
 *     │   │                                                          │
 *     │   └──► Statements ◄── heights of the blocks of an account ───┤
 *     │             │                                                │
 *     ▼             ▼                                                ▼
 *   StoredBlock   StoredTransfer                                  Balances ──► whoever asks
 * </pre>
 *
 * <p>The trace of events is beside the chain. It is written and pruned on its own, and it is the
 * only part that cannot be rebuilt from the journal.
 *
 * <p>Only this package knows SQL, jOOQ and the generated tables. No answer to a transfer depends on
 * H2, so its files do not have to be forced to the disk.
 */
package dev.lockstep.store;
