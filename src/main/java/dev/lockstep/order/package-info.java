/**
 * The seam, pure: what every protocol takes in and gives out, and the only place where a protocol
 * and the ledger meet.
 *
 * <pre>
 *                Submit, Find ──┐                      ┌──► Answer
 *                    Received ──┤                      ├──► Send
 *   Persisted, WriteFailed ─────┼──► Order.step ───────┼──► Persist, ReadBlocks
 *            Signed, Verified ──┤                      ├──► Sign, Verify
 *                  BlocksRead ──┤                      ├──► Stored, Executed, Note
 *                        Tick ──┘                      └──► Halt
 * </pre>
 *
 * <p>A node and the simulator use only the types of this package. What a single protocol has is in
 * a type of its own: {@code PaxosRecord} and {@code PaxosMemory}, {@code LamportEvent} and {@code
 * PaxosEvent}, {@code LamportPeerMessage} and {@code PaxosPeerMessage}, {@code Status.Mutex} and
 * {@code Status.Consensus}. {@code Orders} alone knows the protocols: {@code order.lamport} and
 * {@code order.paxos}, each with its rules and its batching. What both share, the life cycle of a
 * member, is in {@code order.member}.
 */
package dev.lockstep.order;
