// The diagram's equal in words: the same events in the same order, a page at a time.
import { h } from '../dom.js';
import { wallTime } from '../pure/format.js';
import { indexAt } from '../pure/trace-rows.js';
import { sentenceOf } from '../pure/trace-words.js';
import { link } from './card.js';

const PAGE = 50;

/** @param {import('./lens.js').Lens} lens */
export function createTable(lens) {
  const body = h('tbody', {});
  const caption = h('caption', {});
  const older = h('button', { type: 'button', class: 'small' }, 'Older');
  const newer = h('button', { type: 'button', class: 'small' }, 'Newer');
  const element = h('div', { class: 'trace-table', 'data-testid': 'trace-table', hidden: true },
    h('div', { class: 'scroll-x', tabindex: '0', role: 'group', 'aria-label': 'Table of events' },
      h('table', {}, caption, h('thead', {}, h('tr', {}, ['Lamport time', 'Member', 'What happened', 'Received', 'Wall clock'].map((name) => h('th', { scope: 'col' }, name)))), body)),
    h('div', { class: 'panel-tools' }, older, newer));

  /** @param {number} by */
  const turn = (by) => {
    const { rows } = lens;
    const point = rows.points[Math.min(rows.points.length - 1, Math.max(0, indexAt(rows, lens.place) + by))];
    if (point) lens.select(point);
  };
  older.addEventListener('click', () => turn(-PAGE));
  newer.addEventListener('click', () => turn(PAGE));

  lens.on('change', () => {
    element.hidden = !lens.isTable;
    if (element.hidden) return;
    const { rows } = lens;
    const end = rows.points.length ? indexAt(rows, lens.place) + 1 : 0;
    const begin = Math.max(0, end - PAGE);
    caption.textContent = rows.points.length ? `Events ${begin + 1} to ${end} of ${rows.points.length}, causes first` : 'No event';
    body.replaceChildren(...rows.points.slice(begin, end).map((point) => row(lens, point)));
  });
  return element;
}

/**
 * @param {import('./lens.js').Lens} lens
 * @param {import('../pure/trace.js').Point} point
 */
function row(lens, point) {
  const { step, member, sender, receivers } = point;
  const other = step.kind === 'sent' ? receivers[0] : sender;
  const partner = other ? link(lens, other, step.kind === 'sent' ? `by ${other.member} at ${other.step.time}` : `sent at ${other.step.time}`) : step.kind === 'sent' ? (lens.isLost(point) ? 'lost' : 'not yet') : '';
  return h('tr', { 'aria-current': point === lens.moment && !lens.follows ? 'true' : null },
    h('td', {}, String(step.time)), h('th', { scope: 'row' }, member), h('td', {}, link(lens, point, sentenceOf(point))),
    h('td', {}, partner), h('td', {}, step.at ? wallTime(step.at) : ''));
}
