/**
 * The seam, pure: what every protocol takes in and gives out, and the only place where a protocol
 * and the ledger meet.
 *
 * <pre>
 *                Submit, Find ──┐                      ┌──► Answer
 *                    Received ──┤                      ├──► Send
 *   Persisted, WriteFailed ─────┼──► Order.step ───────┼──► Persist, ReadBlocks
 *                  BlocksRead ──┤  LamportOrder, or    ├──► Stored, Executed, Note
 *                        Tick ──┘  PaxosOrder          └──► Halt
 * </pre>
 *
 * <p>{@code PaxosOrder} is put together from parts that share a {@code PaxosMember}: {@code
 * Clients} executes, {@code Leader} and {@code Voter} agree on blocks, {@code Newcomer} lets a disk
 * without memory in.
 */
package dev.lockstep.order;
