// An account's transfers with the balance after each.
import { amountOf, minorUnits } from './format.js';

/** @typedef {Wire.Transfer & { change: string, balance: string }} Entry */

/**
 * Backwards from the balance that the account had when the newest of them was on the chain.
 * @param {string} name of the account
 * @param {string} balance after the newest transfer
 * @param {Wire.Transfer[]} transfers newest first
 * @returns {{ entries: Entry[], before: string }} `before` is the balance before the oldest of them
 */
export function statementOf(name, balance, transfers) {
  let units = minorUnits(balance) ?? 0n;
  const entries = transfers.map((transfer) => {
    const amount = minorUnits(transfer.amount) ?? 0n;
    const change = transfer.from === name ? -amount : amount;
    const entry = { ...transfer, change: `${change > 0n ? '+' : ''}${amountOf(change)}`, balance: amountOf(units) };
    units -= change;
    return entry;
  });
  return { entries, before: amountOf(units) };
}
