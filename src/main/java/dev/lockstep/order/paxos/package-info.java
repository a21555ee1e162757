/**
 * Paxos mode, pure: promises and votes of {@code dev.lockstep.paxos} joined with the ledger.
 *
 * <p>{@code PaxosOrder} holds the rules, {@code Leader} and {@code Voter} agree on blocks, {@code
 * PaxosBatch} decides what goes on one, {@code PaxosTransfers} executes and knows what was
 * executed, {@code CrashRecovery} brings a member without memory back, and {@code
 * PaxosStatusReport} says what is shown.
 */
package dev.lockstep.order.paxos;
