// Who heard whom: a row for each member that hears, by its own clock.
import { h, reconcile, setText } from '../dom.js';
import { duration } from '../pure/format.js';
import { panel } from './panel.js';

const SHOW_MILLIS = 500;
/** Two signs of life have been missed. */
const SILENT_MILLIS = 2500;

/** @param {import('../main.js').App} app */
export function createMatrix({ watch, freshness }) {
  const head = h('tr', {});
  const rows = h('tbody', {});
  const show = () => {
    const members = watch.trace?.members ?? [];
    if (!members.length) return;
    if (!head.childElementCount) head.append(h('th', { scope: 'col' }, 'Hears'), ...members.map((member) => h('th', { scope: 'col' }, member)));
    reconcile(rows, members, String, (member) => h('tr', { 'data-testid': `hears-${member}` }, h('th', { scope: 'row' }, h('span', { class: 'member' }, member)), members.map(() => h('td', {}))),
      (row, member) => update(row, member, members, watch, freshness.now));
  };
  setInterval(show, SHOW_MILLIS);
  watch.on('change', () => rows.childElementCount || show());
  return panel('Who heard whom', { testid: 'matrix' },
    h('div', { class: 'scroll-x', tabindex: '0', role: 'group', 'aria-label': 'Who heard whom' }, h('table', { class: 'plain-table matrix' }, h('caption', { class: 'visually-hidden' }, 'How long ago the member of the row heard the member of the column'), h('thead', {}, head), rows)),
    h('p', { class: 'muted' }, 'How long ago the member of the row heard the one of the column, by its own clock.'));
}

/**
 * @param {HTMLElement} row
 * @param {string} member
 * @param {string[]} members
 * @param {import('../watch.js').Watch} watch
 * @param {import('../pure/freshness.js').Freshness} fresh
 */
function update(row, member, members, watch, fresh) {
  const gone = fresh.state === 'stale' || watch.reach.get(member)?.state === 'unreachable';
  watch.hearing.row(member, members, Date.now()).forEach(({ of, age }, i) => {
    const cell = /** @type {HTMLElement} */ (row.children[i + 1]);
    const silent = age !== null && age > SILENT_MILLIS;
    setText(cell, of === member ? '·' : gone ? 'not known' : age === null ? 'not seen' : silent ? `✖ ${duration(age)}` : `✔ ${duration(age)}`);
    cell.className = of === member || gone || age === null ? 'muted' : silent ? 'down' : 'up';
  });
}
