/**
 * Lamport's distributed mutual exclusion, pure.
 *
 * <pre>
 *   MutexInput ──► LamportMutex.step ──► next LamportMutex + MutexEffects, in order
 *   greet, received, acquire, leave,      send, enter, joined, forgotten,
 *   grown, synced, resend, beat           renew, dropped
 * </pre>
 *
 * It protects a chain of which it knows only the head. Nothing in here knows a thread, a wall clock
 * or a wire.
 */
package dev.lockstep.mutex;
