// The diagram's equal in words: the same events in the same order, a page at a time.
import { h, reconcile } from '../dom.js';
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
  const scroller = h('div', { class: 'scroll-x', tabindex: '0', role: 'group', 'aria-label': 'Table of events' },
    h('table', {}, caption, h('thead', {}, h('tr', {}, ['Lamport time', 'Member', 'What happened', 'Other end', 'Wall clock'].map((name) => h('th', { scope: 'col' }, name)))), body));
  const element = h('div', { class: 'trace-table', 'data-testid': 'trace-table', hidden: true }, scroller, h('div', { class: 'panel-tools' }, older, newer));

  /** @param {number} by */
  const turn = (by) => {
    const { rows } = lens;
    const point = rows.points[Math.min(rows.points.length - 1, Math.max(0, indexAt(rows, lens.place) + by))];
    if (point) lens.select(point);
  };
  older.addEventListener('click', () => turn(-PAGE));
  newer.addEventListener('click', () => turn(PAGE));

  /** @type {import('../pure/trace.js').Point | null} */
  let shown = null;
  lens.on('change', () => {
    const wasHidden = element.hidden;
    element.hidden = !lens.isTable;
    if (element.hidden) return;
    const { rows, moment } = lens;
    // Whoever has scrolled up reads, and is not taken away from that by what comes.
    const wasAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 4;
    const isNew = wasHidden || moment !== shown || (lens.follows && wasAtEnd);
    shown = moment;
    const end = rows.points.length ? indexAt(rows, lens.place) + 1 : 0;
    const begin = Math.max(0, end - PAGE);
    caption.textContent = rows.points.length ? `Events ${begin + 1} to ${end} of ${rows.points.length}, causes first` : 'No event';
    // A row that stays keeps the focus of whoever has followed its link.
    reconcile(body, rows.points.slice(begin, end), (point) => keyOf(lens, point), (point) => row(lens, point), (line, point) => {
      if (point === moment && !lens.follows) line.setAttribute('aria-current', 'true');
      else line.removeAttribute('aria-current');
    });
    // The moment is the last row of the page.
    if (isNew) scroller.scrollTop = scroller.scrollHeight;
  });
  return element;
}

/** In a lab an event on another branch may have the number of one that was here. @type {WeakMap<import('../pure/trace.js').Point, number>} */
const points = new WeakMap();
let known = 0;

/**
 * Another row when its other end has come, or is known never to come.
 * @param {import('./lens.js').Lens} lens
 * @param {import('../pure/trace.js').Point} point
 */
function keyOf(lens, point) {
  if (!points.has(point)) points.set(point, ++known);
  return `${points.get(point)}:${Boolean(point.sender)}:${point.receivers.length}:${lens.isLost(point)}`;
}

/**
 * @param {import('./lens.js').Lens} lens
 * @param {import('../pure/trace.js').Point} point
 */
function row(lens, point) {
  const { step, member, sender, receivers } = point;
  const other = step.kind === 'sent' ? receivers[0] : sender;
  const partner = other ? link(lens, other, step.kind === 'sent' ? `by ${other.member} at ${other.step.time}` : `sent at ${other.step.time}`) : step.kind === 'sent' ? (lens.isLost(point) ? 'lost' : 'not yet') : '';
  return h('tr', {},
    h('td', {}, String(step.time)), h('th', { scope: 'row' }, member), h('td', {}, link(lens, point, sentenceOf(point))),
    h('td', {}, partner), h('td', {}, step.at ? wallTime(step.at) : ''));
}
