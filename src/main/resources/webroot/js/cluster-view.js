// All members side by side, as this node knows them.
import { h } from './dom.js';
import { createEvents } from './panels/events.js';
import { createPeers } from './panels/peers.js';
import { createStatus } from './panels/status.js';

/** @param {import('./main.js').App} app */
export function create(app) {
  return h('div', { class: 'view cluster-view', 'data-testid': 'view-cluster' }, createStatus(app), createPeers(app), createEvents(app));
}
