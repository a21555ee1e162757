// The keys of the diagram.
import { step, toggle, togglePlay } from './toolbar.js';

/** @typedef {import('./lens.js').Lens} Lens */

/**
 * @param {Lens} lens
 * @returns {import('../key-sheet.js').Key[]}
 */
export const keysOf = (lens) => [
  [' ', lens.isRecorded ? 'play, or stop' : 'pause, or go live', () => toggle(lens)],
  ['p', 'play the past from here, or stop', () => togglePlay(lens)],
  ['ArrowLeft', 'one event back', () => step(lens, -1, 'event')],
  ['ArrowRight', 'one event forward', () => step(lens, 1, 'event')],
  ['M', 'to the previous message', () => step(lens, -1, 'message')],
  ['m', 'to the next message', () => step(lens, 1, 'message')],
  ['S', 'to the previous entry into, or exit from, the critical section or a ballot', () => step(lens, -1, 'section')],
  ['s', 'to the next one', () => step(lens, 1, 'section')],
  ['B', 'to the previous block', () => step(lens, -1, 'block')],
  ['b', 'to the next block', () => step(lens, 1, 'block')],
  ['Home', 'to the first event', () => lens.rows.points[0] && lens.select(lens.rows.points[0])],
  ['End', lens.isRecorded ? 'to the last event' : 'now', () => (lens.isRecorded ? lens.rows.points.at(-1) && lens.select(/** @type {import('../pure/trace.js').Point} */ (lens.rows.points.at(-1))) : lens.follow())],
  ['h', 'show or hide heartbeats', () => lens.narrow({ chatter: !lens.filter.chatter })],
  ['w', 'order by wall time or by Lamport time', () => lens.narrow({ wall: !lens.filter.wall })],
  ['t', 'table or diagram', () => lens.show({ isTable: !lens.isTable })],
  ...Array.from({ length: 9 }, (_, i) => /** @type {import('../key-sheet.js').Key} */ ([String(i + 1), `the card of member ${i + 1}`, () => {
    const member = lens.trace?.members[i];
    if (member) lens.show({ member });
  }])).slice(0, lens.trace?.members.length ?? 3),
];
