/**
 * Lamport mode, pure: the mutex of {@code dev.lockstep.mutex} joined with the ledger.
 *
 * <p>{@code LamportOrder} holds the rules, {@code CriticalSection} drives the mutex, {@code
 * LamportBatch} decides what goes on a block, {@code LamportTransfers} what is known of a transfer,
 * and {@code LamportStatusReport} what is shown.
 */
package dev.lockstep.order.lamport;
