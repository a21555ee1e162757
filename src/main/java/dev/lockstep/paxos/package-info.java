/**
 * The modified Paxos, pure: which block is the next one.
 *
 * <pre>
 *   leader   ── Prepare ──►  acceptors  ── Promise ──►  leader     a majority: the value is fixed
 *   leader   ── Accept  ──►  acceptors  ── Accepted ─►  leader     a majority: the value is chosen
 *   leader   ── Commit  ──►  all
 *   recovering member ── Hello, Join ──► all ── Welcome, Admit ──► recovering member
 * </pre>
 *
 * It decides one value for each height of a chain of which it knows only heights and hashes.
 * Nothing in here knows a thread, a wall clock or a wire.
 */
package dev.lockstep.paxos;
