// All members side by side, as this node knows them: equal or not, who hears whom, how fast.
import { h } from './dom.js';
import { createEvents } from './panels/events.js';
import { createMatrix } from './panels/matrix.js';
import { createMembers } from './panels/members.js';
import { createPlots } from './panels/plots.js';
import { createStatus } from './panels/status.js';

/** @param {import('./main.js').App} app */
export function create(app) {
  return h('div', { class: 'view cluster-view', 'data-testid': 'view-cluster' }, createStatus(app), createMembers(app),
    h('div', { class: 'cluster-row' }, createMatrix(app), createPlots(app), createEvents(app)));
}
