/**
 * Lamport's distributed mutual exclusion, pure.
 *
 * <pre>
 *   MutexInput ──► LamportMutex.step ──► next LamportMutex + MutexEffects, in order
 *   greet, joined, received, acquire,     send, enter, join, lost,
 *   withdraw, leave, grown, synced,       met, renew, dropped
 *   report, renewed, resend, beat
 * </pre>
 *
 * Begin with {@link dev.lockstep.mutex.Rules}, the rules of the paper. {@link
 * dev.lockstep.mutex.Hearing} decides which messages are believed, {@link
 * dev.lockstep.mutex.Admission} brings a member back after a restart.
 *
 * <p>The mutex protects a chain of which it knows only the head. This package uses no thread, no
 * wall clock and no network.
 */
package dev.lockstep.mutex;
