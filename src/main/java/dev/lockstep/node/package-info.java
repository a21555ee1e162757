/**
 * The verticles that carry: decode, step, perform the effects. They decide nothing.
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
