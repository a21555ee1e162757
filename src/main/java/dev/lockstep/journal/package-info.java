/**
 * The journal holds what a member has promised: append, group commit, sync, read back.
 *
 * <pre>
 *   order.JournalRecord ── RecordCodec ──► Journal.append ──► one writer thread ──► segment files
 *                                               ▲ Completion: durable at this position  │
 *                                                                                       │
 *   Recovery.open ◄── ledger, incarnation, BlockArchive ◄────────── JournalReader ◄─────┘
 * </pre>
 *
 * <p>{@link dev.lockstep.journal.Journal} and the classes below it know bytes only; {@link
 * dev.lockstep.journal.RecordCodec} and {@link dev.lockstep.journal.Recovery} give these a meaning.
 * A problem that a person has to solve is a {@link dev.lockstep.journal.DataException}.
 */
package dev.lockstep.journal;
