/**
 * The seam, pure: what every protocol takes in and gives out, and the only place where a protocol
 * and the ledger meet.
 *
 * <pre>
 *                Submit, Find ──┐                      ┌──► Answer
 *                    Received ──┤                      ├──► Send
 *   Persisted, WriteFailed ─────┼──► Order.step ───────┼──► Persist, ReadBlocks, Stored
 *                  BlocksRead ──┤    (LamportOrder)    ├──► Note
 *                        Tick ──┘                      └──► Halt
 * </pre>
 */
package dev.lockstep.order;
