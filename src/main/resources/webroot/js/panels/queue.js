// The request queue: who wants to enter the critical section, in the order in which they may.
import { h, reconcile, setText, slot } from '../dom.js';
import { icon } from '../icons.js';
import { grouped } from '../number.js';
import { plural } from '../pure/format.js';
import { panel } from './panel.js';

/** @param {import('../main.js').App} app */
export function createQueue({ node }) {
  const list = h('ol', { class: 'queue', 'data-testid': 'queue-list' });
  const empty = h('p', { class: 'muted' }, 'No member requests the critical section.');
  const count = h('span', { class: 'muted', 'data-testid': 'queue-length' });
  const element = panel('Request queue', { testid: 'queue', aside: count }, list, empty);

  node.on('status', (status) => {
    const queue = status.queue ?? [];
    // Paxos has no queue.
    element.hidden = status.protocol !== 'lamport';
    empty.hidden = queue.length > 0;
    list.hidden = queue.length === 0;
    setText(count, queue.length ? plural(queue.length, 'request') : '');
    reconcile(list, queue, (claim) => `${claim.time}·${claim.member}`, createRow, (row, claim) => {
      const first = claim === queue[0];
      const inside = first && claim.member === status.member && status.inside;
      const note = slot(row, 'note');
      const word = inside ? 'inside' : first ? 'first' : '';
      row.classList.toggle('first', first);
      if (note.dataset.word === word) return;
      note.dataset.word = word;
      note.replaceChildren(...(word ? [h('span', { class: `tag${inside ? ' accent' : ''}` }, icon(inside ? 'enter' : 'flag'), word)] : []));
    });
  });
  return element;
}

/** @param {Wire.Timestamp} claim */
function createRow(claim) {
  return h('li', {}, h('span', { class: 'member small' }, claim.member), h('span', { class: 'muted' }, 'at time '), grouped(claim.time), h('span', { class: 'queue-note', 'data-slot': 'note' }));
}
