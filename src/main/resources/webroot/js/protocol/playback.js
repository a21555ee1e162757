// The protocol view over a trace that is complete: one that stands in a file.
import { h } from '../dom.js';
import { Emitter } from '../emitter.js';
import { rested } from '../pace.js';
import { Trace } from '../pure/trace.js';
import { createCard } from './card.js';
import { createDiagram } from './diagram.js';
import { createFeed } from './feed.js';
import { keysOf } from './keys.js';
import { Lens } from './lens.js';
import { createMinimap } from './minimap.js';
import { createTable } from './table.js';
import { createToolbar } from './toolbar.js';

/** @typedef {import('../pure/trace-file.js').Recording} Recording */

const NOTE_GAP_MILLIS = 100;

/** What is watched has been. @extends {Emitter<{ change: null }>} */
class Recorded extends Emitter {
  /** @type {Map<string, import('../watch.js').Reach>} */
  reach = new Map();

  /** @param {Recording} recording */
  constructor({ members, lanes }) {
    super();
    this.trace = new Trace(members);
    for (const member of members) this.trace.add(member, lanes[member] ?? []);
  }
}

/**
 * @param {Recording} recording
 * @param {() => void} showKeys
 * @param {import('../dom.js').Child} [more] stands above the card
 */
export function createPlayback(recording, showKeys, more = null) {
  const source = new Recorded(recording);
  const lens = new Lens(source, true);
  const diagram = createDiagram(lens, source);
  const picture = h('div', { class: 'picture' }, diagram.element, createMinimap(lens, diagram));
  const note = h('span', { 'data-testid': 'moment-note' });
  // A word that changes lays out its whole column: not for each frame of somebody who scrubs.
  const tell = rested(() => {
    const { present } = lens;
    note.textContent = present ? `${present.member} at ${present.step.time}` : '';
  }, NOTE_GAP_MILLIS);
  lens.on('change', () => {
    picture.hidden = lens.isTable;
    tell();
  });
  const element = h('div', { class: 'protocol-view', 'data-testid': 'player' }, createToolbar(lens, diagram, showKeys), h('div', { class: 'stage' },
    h('div', { class: 'stage-main' }, picture, createTable(lens)),
    h('div', { class: 'stage-side' }, h('p', { class: 'moment-badge', 'data-state': 'replay' }, h('strong', {}, 'RECORDED'), note), more, createCard(lens, { status: recording }), createFeed(lens))));
  lens.member = recording.member;
  lens.filter.chatter = recording.chatter;
  lens.refresh();
  const [first] = lens.rows.points;
  if (first) lens.select(first);
  return { element, keys: keysOf(lens) };
}
