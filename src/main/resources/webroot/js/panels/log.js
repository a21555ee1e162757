// The local log of Paxos mode: what this node has executed alone, and what the next block will take from it.
import { h, reconcile, setText } from '../dom.js';
import { LOG_SHOWN } from '../node-state.js';
import { grouped } from '../number.js';
import { plural } from '../pure/format.js';
import { panel } from './panel.js';

/** @param {import('../main.js').App} app */
export function createLog({ node }) {
  const list = h('ol', { class: 'log', 'data-testid': 'log-list' });
  const empty = h('p', { class: 'muted' }, 'All that this node has executed is on the chain.');
  const more = h('p', { class: 'muted', 'data-testid': 'log-more', hidden: true });
  const count = h('span', { class: 'muted', 'data-testid': 'log-length' });
  const element = panel('Local log', { testid: 'log', aside: count },
    h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Executed transfers that are on no block yet, newest first' }, list, more), empty);
  element.hidden = true;

  const show = () => {
    const { log, status } = node;
    // The status may be a moment older or newer: it counts only where the list is cut off.
    const earlier = log.length < LOG_SHOWN ? 0 : Math.max(0, (status?.log ?? 0) - log.length);
    empty.hidden = log.length > 0;
    list.hidden = log.length === 0;
    setText(count, log.length ? `${log.length + earlier} on no block yet` : '');
    more.hidden = earlier === 0;
    setText(more, `and ${plural(earlier, 'earlier one')}`);
    reconcile(list, log.toReversed(), ({ id }) => id, createRow);
  };
  node.on('log', show);
  node.on('status', ({ protocol }) => {
    // In Lamport mode nothing is executed before it is on a block.
    element.hidden = protocol !== 'paxos';
  });
  return element;
}

/** @param {Wire.Transfer} transfer */
function createRow({ id, from, to, amount, memo }) {
  return h('li', { title: `id ${id}`, 'data-testid': `log-${id}` },
    h('span', { class: 'member small' }, from), h('span', { class: 'visually-hidden' }, ' pays '),
    h('span', { class: 'log-arrow muted', 'aria-hidden': 'true' }, '→'), h('span', { class: 'member small' }, to),
    h('span', { class: 'log-memo muted' }, memo), h('span', { class: 'amount' }, grouped(amount)));
}
