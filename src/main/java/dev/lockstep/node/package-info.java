/**
 * The process of a member. Its verticles decode messages, step the protocol and perform the
 * effects; they decide nothing.
 *
 * <pre>
 *   inbox (clustered) ──► OrderVerticle ──► inboxes of the others
 *                           │      ▲
 *                    append │      │ persisted
 *                           ▼      │
 *                        JournalVerticle        HAPPENED (local) ──► StoreVerticle, console, log
 * </pre>
 */
package dev.lockstep.node;
