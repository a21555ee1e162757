/**
 * The journal is what a member promises: append, group commit, sync, read back.
 *
 * <pre>
 *   order.JournalRecord ── RecordCodec ──► Journal.append ──► one writer thread ──► segment files
 *                                               ▲ Completion: durable at this position  │
 *                                                                                       │
 *   Recovery.open ◄── ledger, incarnation, BlockArchive ◄────────── JournalReader ◄─────┘
 * </pre>
 *
 * <p>{@link dev.lockstep.journal.Journal} and everything below it know bytes, not meaning; {@link
 * dev.lockstep.journal.RecordCodec} and {@link dev.lockstep.journal.Recovery} give them one.
 * Whatever a person has to hear about is a {@link dev.lockstep.journal.DataException}.
 */
package dev.lockstep.journal;
