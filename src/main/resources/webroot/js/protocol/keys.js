// Everything by keyboard, and a sheet that says how.
import { h } from '../dom.js';
import { step, toggle, togglePlay } from './toolbar.js';

/** @typedef {import('./lens.js').Lens} Lens */

/** @type {[string, string, (lens: Lens) => void][]} keys, what they do */
const KEYS = [
  [' ', 'pause, or go live', toggle],
  ['p', 'play the past from here, or stop', togglePlay],
  ['ArrowLeft', 'one event back', (lens) => step(lens, -1, 'event')],
  ['ArrowRight', 'one event forward', (lens) => step(lens, 1, 'event')],
  ['M', 'to the previous message', (lens) => step(lens, -1, 'message')],
  ['m', 'to the next message', (lens) => step(lens, 1, 'message')],
  ['S', 'to the previous entry into, or exit from, the critical section or a ballot', (lens) => step(lens, -1, 'section')],
  ['s', 'to the next one', (lens) => step(lens, 1, 'section')],
  ['B', 'to the previous block', (lens) => step(lens, -1, 'block')],
  ['b', 'to the next block', (lens) => step(lens, 1, 'block')],
  ['Home', 'to the first event', (lens) => lens.rows.points[0] && lens.select(lens.rows.points[0])],
  ['End', 'now', (lens) => lens.follow()],
  ['h', 'show or hide heartbeats', (lens) => lens.narrow({ chatter: !lens.filter.chatter })],
  ['t', 'table or diagram', (lens) => lens.show({ isTable: !lens.isTable })],
];

/** @type {Record<string, string>} */
const NAMES = { ' ': 'Space', ArrowLeft: '←', ArrowRight: '→', M: 'Shift + M', S: 'Shift + S', B: 'Shift + B' };

/**
 * @param {HTMLElement} view
 * @param {Lens} lens
 */
export function installKeys(view, lens) {
  const on = h('input', { type: 'checkbox', checked: true });
  /** @type {HTMLDialogElement} */
  const sheet = h('dialog', { class: 'sheet panel', 'aria-label': 'Keys', 'data-testid': 'key-sheet' },
    h('h2', {}, 'Keys'),
    h('dl', {}, KEYS.map(([key, what]) => h('div', {}, h('dt', {}, h('kbd', {}, NAMES[key] ?? key)), h('dd', {}, what))),
      h('div', {}, h('dt', {}, h('kbd', {}, '1'), ' … ', h('kbd', {}, '9')), h('dd', {}, 'the card of that member')),
      h('div', {}, h('dt', {}, h('kbd', {}, '?')), h('dd', {}, 'this sheet'))),
    h('p', {}, h('label', { class: 'toggle' }, on, 'Keys of one letter are on')),
    h('p', {}, h('button', { type: 'button', class: 'primary', onclick: () => sheet.close() }, 'Close')));
  view.append(sheet);

  document.addEventListener('keydown', (event) => {
    if (view.hidden || !view.isConnected || sheet.open || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
    const action = actionOf(event.key, lens, sheet);
    if (!action || (!on.checked && /^[a-z1-9]$/i.test(event.key))) return;
    event.preventDefault();
    action();
  });
  return () => sheet.showModal();
}

/**
 * @param {string} key
 * @param {Lens} lens
 * @param {HTMLDialogElement} sheet
 */
function actionOf(key, lens, sheet) {
  if (key === '?') return () => sheet.showModal();
  const member = /^[1-9]$/.test(key) ? lens.trace?.members[Number(key) - 1] : undefined;
  if (member) return () => lens.show({ member });
  const known = KEYS.find(([name]) => name === key);
  return known && (() => known[2](lens));
}

/**
 * Whether the element that has the focus needs the key itself.
 * @param {KeyboardEvent} event
 */
function isTaken({ target, key }) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input:not([type="checkbox"]), select, textarea')) return true;
  return key === ' ' && target.matches('button, summary, input');
}
