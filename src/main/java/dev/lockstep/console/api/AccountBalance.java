package dev.lockstep.console.api;

import dev.lockstep.chain.Genesis;

/**
 * What an account has.
 *
 * @param balance minor units that the account can pay now
 * @param onChain minor units at {@code height}; {@code balance} lacks what the local log has spent
 */
public record AccountBalance(Genesis.Account account, long balance, long onChain, long height) {}
