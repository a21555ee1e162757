/**
 * The seam, pure: what every protocol takes in and gives out, and the only place where a protocol
 * and the ledger meet.
 *
 * <pre>
 *                Submit, Find ──┐                      ┌──► Answer
 *                    Received ──┤                      ├──► Send
 *   Persisted, WriteFailed ─────┼──► Order.step ───────┼──► Persist, ReadBlocks
 *                  BlocksRead ──┤                      ├──► Stored, Executed, Note
 *                        Tick ──┘                      └──► Halt
 * </pre>
 *
 * <p>The types in this package are all that a node or the simulator knows. {@code Orders} alone
 * knows the protocols: {@code order.lamport} and {@code order.paxos}, each with its rules and its
 * batching. What both need for the life of a member is in {@code order.member}.
 */
package dev.lockstep.order;
