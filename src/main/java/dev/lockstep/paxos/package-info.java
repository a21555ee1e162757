/**
 * The modified Paxos, pure: it decides which block comes next.
 *
 * <pre>
 *   leader   ── Prepare ──►  acceptors  ── Promise ──►  leader     a majority: the value is fixed
 *   leader   ── Accept  ──►  acceptors  ── Accepted ─►  leader     a majority: the value is chosen
 *   leader   ── Commit  ──►  all
 *   recovering member ── Hello, Join ──► all ── Welcome, Admit ──► recovering member
 * </pre>
 *
 * It decides one value for each height of a chain of which it knows only heights and hashes. This
 * package uses no thread, no wall clock and no network.
 */
package dev.lockstep.paxos;
