// The heads of all members side by side, and whether their copies are equal.
import { h, reconcile, setText, slot } from '../dom.js';
import { fingerprint } from '../fingerprint.js';
import { icon } from '../icons.js';
import { shortHash } from '../pure/format.js';
import { panel } from './panel.js';

const ICONS = { yes: 'check', no: 'cross', behind: 'hourglass', unknown: 'question' };
const TONES = { yes: 'good', no: 'bad', behind: 'warn', unknown: 'warn' };

/** @param {import('../main.js').App} app */
export function createHeads({ heads, freshness }) {
  const rows = h('tbody', {});
  const verdict = createVerdict({ heads, freshness });
  heads.on('change', () => reconcile(rows, heads.all, ({ member }) => member, createRow, updateRow));
  return panel('Heads of the members', { testid: 'heads' },
    h('table', { class: 'plain-table' }, h('caption', { class: 'visually-hidden' }, 'The newest block of each member'),
      h('thead', {}, h('tr', {}, ['Member', 'Height', 'Hash'].map((name) => h('th', { scope: 'col' }, name)))), rows), verdict);
}

/**
 * @param {Pick<import('../main.js').App, 'heads' | 'freshness'>} app
 */
export function createVerdict({ heads, freshness }) {
  const element = h('p', { class: 'replicas', 'data-testid': 'replicas' });
  let shown = '';
  const show = () => {
    const { answer, text } = heads.verdict;
    const stale = freshness.now.state === 'stale' ? 'Not known now. When the node was last heard: ' : '';
    if (shown === stale + text) return;
    shown = stale + text;
    element.dataset.answer = answer;
    element.className = `replicas badge ${TONES[answer]}`;
    element.replaceChildren(icon(ICONS[answer]), h('span', {}, h('span', { class: 'muted' }, 'Replicas equal? '), stale, text));
  };
  heads.on('change', show);
  freshness.on('change', show);
  return element;
}

/** @param {import('../pure/replicas.js').Head} head */
function createRow({ member }) {
  return h('tr', { 'data-testid': `head-${member}` }, h('th', { scope: 'row' }, h('span', { class: 'member' }, member)), h('td', { 'data-slot': 'height' }), h('td', { 'data-slot': 'hash' }));
}

/**
 * @param {HTMLElement} row
 * @param {import('../pure/replicas.js').Head} head
 */
function updateRow(row, { height, hash, reachable }) {
  setText(slot(row, 'height'), height === null ? '–' : `#${height}`);
  const cell = slot(row, 'hash');
  const shown = `${hash} ${reachable}`;
  if (cell.dataset.shown === shown) return;
  cell.dataset.shown = shown;
  cell.replaceChildren(...(hash ? [h('span', { class: 'with-pattern' }, fingerprint(hash), h('code', {}, shortHash(hash)))] : [h('span', { class: 'muted' }, 'not seen')]),
    ...(reachable ? [] : [h('span', { class: 'tag strong' }, 'unreachable')]));
}
