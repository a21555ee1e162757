package dev.lockstep.client;

import java.math.BigDecimal;

/**
 * What an account has, as the node knows it now. Reading it takes part in no protocol.
 *
 * @param account its name
 * @param owner the member that accepts transfers from it
 * @param balance what it can pay now, with two decimal places
 * @param onChain its balance at {@code height}; in Paxos mode {@code balance} lacks what the node
 *     has executed since
 * @param height of the newest block on the node's disk
 */
public record Balance(
    String account, String owner, BigDecimal balance, BigDecimal onChain, long height) {}
