/**
 * A ledger for Vert.x programs: the values that a program sees, and a client of a node that runs
 * elsewhere. {@code dev.lockstep.embedded} has a node in the program itself; both are a {@link
 * dev.lockstep.client.LedgerAccess}.
 *
 * <pre>
 *   calls (any thread) ──► LockstepClient ──► Outgoing: what waits, what is under way, deadlines
 *                                                │
 *                               Link: connects, checks the ledger, connects again
 *                                                │
 *                                      Connection: JSON-RPC over one WebSocket
 * </pre>
 */
package dev.lockstep.client;
