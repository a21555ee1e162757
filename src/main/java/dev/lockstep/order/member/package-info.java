/**
 * What the protocols share, pure: the life cycle of a member, whatever protocol orders its ledger.
 *
 * <pre>
 *   Input ──► MemberLife ──► Clients, StateTransfer, ProtocolRules ──► Outbox ──► Effects
 * </pre>
 *
 * <p>{@code MemberLife} takes an input, lets the {@code ProtocolRules} act, and hands over what is
 * in the {@code Outbox} afterwards. {@code Clients} answers requests by what the protocol's {@code
 * Transfers} know.
 */
package dev.lockstep.order.member;
