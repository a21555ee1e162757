// What has happened up to the moment that is shown, newest first, in sentences; each leads to its place in the diagram.
import { h, reconcile } from '../dom.js';
import { rested } from '../pace.js';
import { panel } from '../panels/panel.js';
import { indexAt } from '../pure/trace-rows.js';
import { sentenceOf } from '../pure/trace-words.js';
import { link } from './card.js';

const SHOWN = 60;
/** While somebody scrubs, what is in view of the list is enough; the rest comes when the moment stays. */
const SHOWN_MOVING = 16;
/** Nobody reads faster, and scrubbing stays smooth. */
const GAP_MILLIS = 150;

/** @param {import('./lens.js').Lens} lens */
export function createFeed(lens) {
  const list = h('ol', { class: 'feed', 'data-testid': 'feed' });
  lens.on('change', rested(() => {
    const { points } = lens.rows;
    const end = points.length ? indexAt(lens.rows, lens.place) + 1 : 0;
    const shown = points.slice(Math.max(0, end - (lens.isMoving ? SHOWN_MOVING : SHOWN)), end).reverse();
    reconcile(list, shown, (point) => `${point.member}:${point.step.seq}`, (point) => h('li', {},
      h('span', { class: 'event-time' }, String(point.step.time)), link(lens, point, sentenceOf(point))));
  }, GAP_MILLIS));
  return panel('What happened', { testid: 'feed-panel', className: 'feed-panel' },
    h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Events up to this moment, newest first' }, list));
}
