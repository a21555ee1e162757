// The ledger view: who has what, the chain that says why, and the members that agree on it.
import { h } from './dom.js';
import { createBalances } from './panels/balances.js';
import { createChain } from './panels/chain.js';
import { createCommandLine } from './panels/command-line.js';
import { createEvents } from './panels/events.js';
import { createLog } from './panels/log.js';
import { createPeers } from './panels/peers.js';
import { createQueue } from './panels/queue.js';
import { createStatus } from './panels/status.js';
import { createTransferForm } from './panels/transfer.js';

/** @param {import('./main.js').App} app */
export function create(app) {
  const chain = createChain(app);
  return h('div', { class: 'ledger-view', 'data-testid': 'view-ledger' },
    createStatus(app),
    h('div', { class: 'columns' },
      h('div', { class: 'column column-money' }, createBalances(app), createTransferForm(app, { showBlock: chain.show })),
      h('div', { class: 'column column-members' }, createPeers(app), createQueue(app), createLog(app), createEvents(app)),
      // Last, because it is long: on a phone, and for who listens, the members come before it.
      h('div', { class: 'column column-chain' }, chain.element)),
    createCommandLine(app));
}
