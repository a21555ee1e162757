// Who has what, a transfer, and what becomes of it.
import { h } from './dom.js';
import { createBalances } from './panels/balances.js';
import { createLog } from './panels/log.js';
import { createQueue } from './panels/queue.js';
import { placeTransferForm } from './panels/transfer.js';

/** @param {import('./main.js').App} app */
export function create(app) {
  const middle = h('div', { class: 'column' });
  placeTransferForm(app, 'accounts', middle);
  return h('div', { class: 'view accounts-view', 'data-testid': 'view-accounts' },
    h('div', { class: 'column' }, createBalances(app)), middle, h('div', { class: 'column' }, createQueue(app), createLog(app)));
}
