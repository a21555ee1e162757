// Who heard whom: a row for each member that hears, by its own clock.
import { h, reconcile, setText } from '../dom.js';
import { duration } from '../pure/format.js';
import { panel } from './panel.js';

const SHOW_MILLIS = 500;
/** @param {import('../main.js').App} app */
export function createMatrix({ node, watch, freshness }) {
  const head = h('tr', {});
  const rows = h('tbody', {});
  const show = () => {
    const members = watch.trace?.members ?? [];
    if (!members.length) return;
    if (!head.childElementCount) head.append(h('th', { scope: 'col' }, 'Hears'), ...members.map((member) => h('th', { scope: 'col' }, member)));
    reconcile(rows, members, String, (member) => h('tr', { 'data-testid': `hears-${member}` }, h('th', { scope: 'row' }, h('span', { class: 'member' }, member)), members.map(() => h('td', {}))),
      (row, member) => update(row, member, members, { node, watch }, freshness.now));
  };
  setInterval(show, SHOW_MILLIS);
  watch.on('change', () => rows.childElementCount || show());
  return panel('Who heard whom', { testid: 'matrix' },
    h('div', { class: 'scroll-x', tabindex: '0', role: 'group', 'aria-label': 'Who heard whom' }, h('table', { class: 'plain-table matrix' }, h('caption', { class: 'visually-hidden' }, 'Whether the member of the row hears the member of the column'), h('thead', {}, head), rows)),
    h('p', { class: 'muted' }, 'Whether the member of the row hears the one of the column, as it says itself, and up to which Lamport time; for this node, how long ago.'));
}

/**
 * @param {HTMLElement} row
 * @param {string} member
 * @param {string[]} members
 * @param {Pick<import('../main.js').App, 'node' | 'watch'>} app
 * @param {import('../pure/freshness.js').Freshness} fresh
 */
function update(row, member, members, { node, watch }, fresh) {
  const gone = fresh.state === 'stale' || watch.reach.get(member)?.state === 'unreachable';
  const isOwn = node.status?.member === member;
  const state = watch.stateOf(member);
  watch.hearing.row(member, members, Date.now()).forEach(({ of, age, lost }, i) => {
    const cell = /** @type {HTMLElement} */ (row.children[i + 1]);
    // This node tells when it heard its peers; of what the others hear there are only their events.
    const heardAt = isOwn ? node.heardAt(of) : null;
    const silence = heardAt === null ? age : Date.now() - heardAt;
    const hears = isOwn ? node.status?.peers.find((peer) => peer.member === of)?.state === 'up' : !lost;
    const time = isOwn ? undefined : state.heard?.[of]?.time;
    const words = isOwn && silence !== null ? duration(silence) : hears ? (time === undefined ? 'hears' : `up to ${time}`) : 'silent';
    setText(cell, of === member ? '·' : gone ? 'not known' : `${hears ? '✔' : '✖'} ${words}`);
    cell.className = of === member || gone ? 'muted' : hears ? 'up' : 'down';
  });
}
